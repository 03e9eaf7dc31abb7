/*
title = "The editing techniques of every video"
stored = ["video_id", "technique"]
doc = """
What the descriptions of the edits name, by common words in them. An edit may name several techniques, and counts for
each; one that names none of these counts as `other`.
"""

[columns]
video_id = "The video."
technique = "The technique, or `other`."
edits = "Edits of the video that name it."
*/
WITH words AS (
    SELECT words.technique, words.word
    FROM (VALUES
        ('cut', 'cut'), ('fade', 'fade'), ('dissolve', 'dissolve'), ('zoom', 'zoom'), ('slow motion', 'slow'),
        ('speed up', 'fast'), ('split screen', 'split'), ('close-up', 'close'), ('wide shot', 'wide'),
        ('montage', 'montage'), ('text', 'text'), ('text', 'title'), ('text', 'caption'), ('graphic', 'graphic'),
        ('graphic', 'overlay'), ('graphic', 'animation'), ('transition', 'transition'), ('replay', 'replay'),
        ('music', 'music'), ('sound effect', 'sound'), ('voice-over', 'voice'), ('colour', 'colo'), ('pan', 'pan '),
        ('archive', 'archiv'), ('logo', 'logo')
    ) AS words (technique, word)
),
named AS (
    SELECT DISTINCT
        editing_details.video_id,
        editing_details.scene_index,
        editing_details.edit_index,
        coalesce(words.technique, 'other') AS technique
    FROM editing_details
    LEFT JOIN words ON strpos(lower(editing_details.description), words.word) > 0
)
SELECT named.video_id, named.technique, count(*) AS edits
FROM named
GROUP BY named.video_id, named.technique
