/*
title = "Words that name what should be trimmed, or why"
doc = """
The vocabulary of `suggestion_reasons`: whole words and phrases, in the form in which a suggestion is searched: lower
case, without apostrophes, and one blank for whatever else stands between two words; a dot is the beginning or the end
of a sentence. A `*` at the end stands for any end of the word.
"""

[columns]
reason = "The part or the reason."
phrase = "A word or a phrase that names it."
*/
SELECT words.reason, words.phrase
FROM (VALUES
    ('introduction', 'intro'), ('introduction', 'intros'), ('introduction', 'introduction'),
    ('introduction', 'introductions'), ('introduction', 'introductory'), ('introduction', 'opening'),
    ('introduction', 'title sequence*'), ('introduction', 'initial'), ('introduction', 'video could begin'),
    ('introduction', 'start of the video'), ('introduction', 'beginning of the video'), ('introduction', 'beginning'),
    ('ending', 'outro'), ('ending', 'outros'), ('ending', 'ending'), ('ending', 'endings'), ('ending', 'end screen*'),
    ('ending', 'closing'), ('ending', 'conclusion*'), ('ending', 'end credits'), ('ending', 'at the end'),
    ('ending', 'end of the video'), ('ending', 'final scene*'), ('repetition', 'repeat*'), ('repetition', 'repetit*'),
    ('repetition', 'redundan*'), ('repetition', 'reiterat*'), ('repetition', 'already covered'),
    ('repetition', 'already mentioned'), ('repetition', 'already shown'), ('repetition', 'duplicat*'),
    ('repetition', 'again'), ('pause', 'pause*'), ('pause', 'silence*'), ('pause', 'silent'), ('pause', 'hesitation*'),
    ('pause', 'filler*'), ('pause', 'dead air'), ('length', 'long'), ('length', 'longer'), ('length', 'lengthy'),
    ('length', 'extended'), ('length', 'prolonged'), ('length', 'drawn out'), ('length', 'duration'),
    ('length', 'linger*'), ('length', 'dwell*'), ('promotion', 'sponsor*'), ('promotion', 'promotion*'),
    ('promotion', 'promot*'), ('promotion', 'subscribe*'), ('promotion', 'subscription*'),
    ('promotion', 'call to action'), ('promotion', 'calls to action'), ('promotion', 'advert*'),
    ('promotion', 'merchandise'), ('promotion', 'patreon'), ('promotion', 'social media'), ('greeting', 'greeting*'),
    ('greeting', 'welcom*'), ('crowd', 'crowd*'), ('crowd', 'spectator*'), ('interview', 'interview*'),
    ('explanation', 'explanation*'), ('explanation', 'explaining'), ('explanation', 'descriptions'),
    ('explanation', 'detailed description'), ('explanation', 'discussion*'), ('explanation', 'discussing'),
    ('explanation', 'detailed analysis'), ('explanation', 'analysis of'), ('explanation', 'analyzing'),
    ('explanation', 'analysing'), ('transition', 'transition*'), ('shot', 'shot'), ('shot', 'shots'), ('pace', 'pace*'),
    ('pace', 'pacing'), ('pace', 'momentum'), ('pace', 'flow'), ('pace', 'dynamic'), ('pace', 'dynamically'),
    ('pace', 'dynamism'), ('pace', 'energy'), ('pace', 'energetic'), ('pace', 'slow down*'), ('pace', 'slows down'),
    ('pace', 'faster'), ('pace', 'quickly'), ('pace', 'quicker'), ('pace', 'tighten*'), ('pace', 'streamline*'),
    ('pace', 'smoother'), ('pace', 'to the action'), ('engagement', 'engag*'), ('engagement', 'attention'),
    ('engagement', 'fatigue'), ('engagement', 'visual interest'), ('engagement', 'viewer interest'),
    ('engagement', 'audience interest'), ('engagement', 'interesting'), ('engagement', 'retention'),
    ('engagement', 'captivat*'), ('focus', '. focus*'), ('focus', 'to focus*'), ('focus', 'and focus*'),
    ('focus', 'focusing'), ('focus', 'focused on'), ('focus', 'keep focus'), ('focus', 'keeping focus'),
    ('focus', 'maintain focus'), ('focus', 'maintaining focus'), ('focus', 'stronger focus'),
    ('focus', 'sharper focus'), ('focus', 'retain focus'), ('focus', 'emphasize'), ('focus', 'emphasizes'),
    ('focus', 'emphasizing'), ('focus', 'emphasise'), ('focus', 'emphasising'), ('focus', 'to highlight'),
    ('focus', 'key moments'), ('focus', 'key points'), ('relevance', 'unnecessary'), ('relevance', 'irrelevan*'),
    ('relevance', 'out of place'), ('relevance', 'doesnt add'), ('relevance', 'does not add'), ('relevance', 'adds no'),
    ('relevance', 'add much'), ('relevance', 'less critical'), ('relevance', 'less significant'),
    ('relevance', 'less important'), ('relevance', 'not essential'), ('relevance', 'non essential'),
    ('relevance', 'mundane'), ('relevance', 'less interesting'), ('relevance', 'unrelated'), ('relevance', 'tangent*'),
    ('relevance', 'off topic'), ('nothing to cut', 'no scenes'), ('nothing to cut', 'no need'),
    ('nothing to cut', 'nothing to'), ('nothing to cut', 'no trimming'), ('nothing to cut', 'no parts'),
    ('nothing to cut', 'no sections'), ('nothing to cut', 'no segments'), ('nothing to cut', 'not necessary to'),
    ('nothing to cut', 'none needed'), ('nothing to cut', 'no suggestions')
) AS words (reason, phrase)
