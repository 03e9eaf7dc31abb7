/*
title = "The things that are seen in every video"
stored = ["prop", "video_id"]
doc = """
Props by name, without regard to case and blanks at the ends: one row a video and prop. Empty names are left out. An
entry whose span is empty, inverted or unknown has no length: it counts, and adds no time.
"""

[columns]
video_id = "The video."
prop = "The thing, in lower case."
scenes = "Scenes of the video with it."
appearances = "Entries of the video for it; a scene can have several."
timed_entries = "Entries with a length."
seconds = "The sum of these lengths in seconds; null where there is none."
*/
SELECT
    prop_spans.video_id,
    prop_spans.prop,
    count(DISTINCT prop_spans.scene_index) AS scenes,
    count(*) AS appearances,
    count(prop_spans.seconds) AS timed_entries,
    round(sum(prop_spans.seconds), 3) AS seconds
FROM prop_spans
GROUP BY prop_spans.video_id, prop_spans.prop
