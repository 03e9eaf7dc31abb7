/*
title = "The part of a scene's mood text that names the mood"
doc = """
What `mood_labels` reads: the text up to its first full stop, semicolon or colon, or the whole text where that is a
sentence rather than a label. Many scenes share a text in this form, so each is read only once. All that is done to a
text before labels are looked for is done here, in this order:

1. A heading goes: `Mood: Excited`, `The mood is excited`, `Overall tone - calm` begin with the label.
2. What stands for no mood at all is null: `N/A`, `None`, `Unknown`, `Not specified`, `No clear mood`, also ahead of an
   explanation.
3. A change that names its start begins with it: `From boredom to excitement`, `Shifts from Angry to Calm` and `Happy,
   shifting from calm to tense` give `boredom to excitement`, `Angry to Calm` and `Happy then calm to tense`.
4. What is denied is no label: `not happy`, `isn't sad`, `no longer angry`, `without fear`, `lack of excitement`,
   `neither happy nor sad` go, up to two adverbs between included; `not only happy but excited` denies nothing.
"""

[columns]
video_id = "The video."
scene_index = "The scene, counted from 1."
mood_text = "The text to read labels from; null where the scene has no mood text or one that stands for none."
*/
WITH headless AS (
    SELECT
        scenes.video_id,
        scenes.scene_index,
        regexp_replace(
            scenes.mood_description,
            '^[\s"''*]*(([Tt]he|[Oo]verall|[Gg]eneral|[Mm]ain|[Pp]rimary|[Dd]ominant) )*'
            || '([Mm]ood|MOOD|[Tt]one|[Aa]tmosphere|[Ee]motion|[Ff]eeling)s?\s*(:|=| is | - | – )\s*',
            '',
            'g'
        ) AS text
    FROM scenes
),
without_placeholders AS (
    SELECT
        headless.video_id,
        headless.scene_index,
        CASE
            WHEN regexp_extract(
                lower(headless.text),
                '^[^\p{L}\p{N}]*(n/?a|none|null|nil|unknown|unspecified|undefined|tbd'
                || '|not (applicable|available|specified|stated|given|determined)'
                || '|no (specific |clear |particular |discernible |identifiable |distinct )*(mood|emotion|feeling)s?'
                || ')?\s*([^\p{L}\p{N}\s](.|\s)*)?$'
            ) <> '' THEN NULL
            ELSE headless.text
        END AS text
    FROM headless
),
from_start AS (
    SELECT
        without_placeholders.video_id,
        without_placeholders.scene_index,
        regexp_replace(
            regexp_replace(
                without_placeholders.text,
                '^\s*(([Tt]he|[Oo]verall|[Ss]cene|[Mm]ood|[Tt]one|[Aa]tmosphere)s? )*'
                || '(([Ss]hift|[Tt]ransition|[Tt]urn|[Cc]hang|[Mm]ov|[Ee]volv|[Pp]rogress|[Gg]o|[Ss]wing)'
                || '(s|es|ed|ing|e)? )?[Ff]rom ',
                '',
                'g'
            ),
            ',? (shift|transition|turn|chang|mov|evolv|progress|go|swing)(s|es|ed|ing|e)? from ',
            ' then ',
            'g'
        ) AS text
    FROM without_placeholders
),
undenied AS (
    SELECT
        from_start.video_id,
        from_start.scene_index,
        regexp_replace(
            regexp_replace(from_start.text, '[Nn]ot (only|just|merely|simply) ', '', 'g'),
            '(^|[^A-Za-z])((and|but|yet|[Ii]t|[Tt]hey|([Tt]he|[Tt]his) [a-z]+) )?'
            || '((is|are|was|were|feels?|seems?|do|does) )?'
            || '([Nn]ot|[Nn]ever|[Hh]ardly|[Nn]o longer|[Nn]o|[Ww]ithout|[Nn]either|[Nn]or|[Ll]ack(s|ing)?( of)?'
            || '|[Aa]bsence of|[A-Za-z]+n[''’]t) '
            || '((a|an|any|the|very|really|particularly|overly|too|so|feel|seem|feeling|being|sense of) ){0,2}'
            || '[A-Za-z-]+( (or|nor) [A-Za-z-]+)*',
            '',
            'g'
        ) AS text
    FROM from_start
)
SELECT
    undenied.video_id,
    undenied.scene_index,
    CASE
        WHEN undenied.text = '' THEN NULL
        WHEN length(regexp_extract(undenied.text, '^[^.;:]*')) BETWEEN 1 AND 40 AND undenied.text NOT LIKE 'The %'
            THEN regexp_extract(undenied.text, '^[^.;:]*')
        ELSE undenied.text
    END AS mood_text
FROM undenied
