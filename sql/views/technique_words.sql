/*
title = "Words that name an editing technique"
doc = """
The vocabulary of `edit_techniques`: whole words and phrases, in the form in which a description is searched: lower
case, and one blank for whatever else stands between two words. A `*` at the end stands for any end of the word. What
stands in quotation marks is `quoted`.
"""

[columns]
technique = "The technique."
phrase = "A word or a phrase that names it."
*/
SELECT words.technique, words.phrase
FROM (VALUES
    ('cut', 'cut'), ('cut', 'cuts'), ('cut', 'cutting to'), ('cut', 'cutaway*'), ('cut', 'intercut*'),
    ('cut', 'crosscut*'), ('cut', 'cross cut*'), ('cut', 'jumpcut*'), ('fade', 'fade'), ('fade', 'fades'),
    ('fade', 'fading'), ('fade', 'faded'), ('fade', 'fade in'), ('fade', 'fadein'), ('fade', 'fadeout'),
    ('dissolve', 'dissolv*'), ('dissolve', 'crossfad*'), ('dissolve', 'crossdissolv*'), ('dissolve', 'morph*'),
    ('zoom', 'zoom*'), ('slow motion', 'slow motion'), ('slow motion', 'slow mo'), ('slow motion', 'slowmo*'),
    ('slow motion', 'slowmotion'), ('slow motion', 'slowed down'), ('slow motion', 'slows down the footage'),
    ('slow motion', 'slowed footage'), ('speed up', 'speed up'), ('speed up', 'speeds up'), ('speed up', 'sped up'),
    ('speed up', 'speeded up'), ('speed up', 'time lapse*'), ('speed up', 'timelapse*'), ('speed up', 'fast motion'),
    ('speed up', 'fast forward*'), ('speed up', 'hyperlapse*'), ('speed up', 'accelerated footage'),
    ('split screen', 'split screen*'), ('split screen', 'splitscreen*'), ('split screen', 'side by side'),
    ('split screen', 'picture in picture'), ('split screen', 'inset*'), ('split screen', 'insert in'),
    ('close-up', 'close up*'), ('close-up', 'closeup*'), ('close-up', 'close shot*'), ('close-up', 'tight shot*'),
    ('wide shot', 'wide shot*'), ('wide shot', 'wider shot*'), ('wide shot', 'wide angle'), ('wide shot', 'wide view'),
    ('wide shot', 'wide establishing'), ('wide shot', 'long shot*'), ('montage', 'montage*'), ('text', 'text'),
    ('text', 'texts'), ('text', 'textual'), ('text', 'title'), ('text', 'titles'), ('text', 'titled'),
    ('text', 'subtitle*'), ('text', 'caption*'), ('text', 'lower third*'), ('text', 'credits'),
    ('text', 'social media handle*'), ('text', 'website address*'), ('text', 'website information'),
    ('text', 'website url'), ('text', 'chyron*'), ('text', 'banner text'), ('text', 'words appear'),
    ('text', 'lettering'), ('text', 'white letters'), ('text', 'bold letters'), ('text', 'block letters'),
    ('text', 'typography'), ('text', 'quoted appears'), ('text', 'quoted appear'), ('text', 'quoted appearing'),
    ('text', 'quoted is displayed'), ('text', 'quoted are displayed'), ('text', 'name displayed'),
    ('text', 'names displayed'), ('text', 'hashtag*'), ('graphic', 'graphic*'), ('graphic', 'animation*'),
    ('graphic', 'animated'), ('graphic', 'overlay'), ('graphic', 'overlays'), ('graphic', 'button'),
    ('graphic', 'buttons'), ('graphic', 'icon'), ('graphic', 'icons'), ('graphic', 'arrow'), ('graphic', 'arrows'),
    ('graphic', 'pop up*'), ('graphic', 'popup*'), ('graphic', 'speech bubble*'), ('graphic', 'information card*'),
    ('graphic', 'end screen*'), ('graphic', 'endscreen*'), ('graphic', 'banner*'), ('graphic', 'emoji*'),
    ('graphic', 'sticker*'), ('graphic', 'diagram*'), ('graphic', 'infographic*'), ('visual effect', 'visual effect*'),
    ('visual effect', 'special effect*'), ('visual effect', 'glitch*'), ('visual effect', 'blur'),
    ('visual effect', 'blurs'), ('visual effect', 'blurred effect'), ('visual effect', 'blurring'),
    ('visual effect', 'distortion*'), ('visual effect', 'strobe*'), ('visual effect', 'flash transition*'),
    ('visual effect', 'flashes transition*'), ('visual effect', 'white flash*'), ('visual effect', 'film grain'),
    ('visual effect', 'grainy texture'), ('visual effect', 'sparkle effect*'), ('visual effect', 'light effect*'),
    ('visual effect', 'lighting effect*'), ('visual effect', 'effects including'), ('visual effect', 'smoke effect*'),
    ('visual effect', 'rewind effect*'), ('visual effect', 'gradient effect*'), ('visual effect', 'stylized effect*'),
    ('visual effect', 'lens flare*'), ('visual effect', 'vignette*'), ('visual effect', 'cgi'),
    ('visual effect', 'vfx'), ('transition', 'transition*'), ('transition', 'wipe transition*'),
    ('transition', 'wipe effect*'), ('transition', 'screen wipe*'), ('transition', 'wipes to'), ('replay', 'replay*'),
    ('music', 'music'), ('music', 'soundtrack*'), ('music', 'background song'), ('sound effect', 'sound effect*'),
    ('sound effect', 'sound fx'), ('sound effect', 'sfx'), ('sound effect', 'foley'), ('voice-over', 'voice over*'),
    ('voice-over', 'voiceover*'), ('voice-over', 'narration*'), ('colour', 'color grad*'), ('colour', 'colour grad*'),
    ('colour', 'color palette*'), ('colour', 'colour palette*'), ('colour', 'color scheme*'),
    ('colour', 'colour scheme*'), ('colour', 'color correct*'), ('colour', 'colour correct*'),
    ('colour', 'color filter*'), ('colour', 'colour filter*'), ('colour', 'sepia*'), ('colour', 'monochrome*'),
    ('colour', 'desaturat*'), ('colour', 'black and white effect*'), ('colour', 'black and white filter*'),
    ('colour', 'black and white footage'), ('colour', 'in black and white'), ('colour', 'to black and white'),
    ('colour', 'into black and white'), ('colour', 'color tint*'), ('colour', 'colour tint*'), ('pan', 'pan'),
    ('pan', 'pans'), ('pan', 'panning'), ('pan', 'panned'), ('archive', 'archive'), ('archive', 'archival'),
    ('archive', 'archives'), ('archive', 'vintage footage'), ('archive', 'historical footage'),
    ('archive', 'vintage clip*'), ('archive', 'historical clip*'), ('archive', 'old footage'),
    ('archive', 'stock footage'), ('logo', 'logo'), ('logo', 'logos'), ('logo', 'watermark*')
) AS words (technique, phrase)
