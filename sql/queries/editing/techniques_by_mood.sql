/*
title = "Editing techniques by mood and by position"
doc = """
Which share of the edits of scenes of a mood, of a valence, or in a third of the video names a technique, beside the
share over all edits. The techniques are those of `edit_techniques`: an edit that names several counts for each, so that
the shares of a mood add up to more than 1; edits without a description do not enter. By mood and valence, edits of
scenes without one do not enter; by position, those without a start in the video, and videos of unknown length.
"""

[columns]
technique = "The technique, or `other`."
value = "The mood, the valence, or `1 beginning`, `2 middle`, `3 ending`."
edits = "Edits there that name it."
videos = "Videos with such an edit."
of_edits = "All edits there."
share = "Share of the edits there that name it."
share_low = "The low end of its 95 % interval; the true one is wider, as those of one video are alike."
share_high = "The high end of its 95 % interval."
all_edits = "All edits that enter."
overall_share = "The same over all of them."
ratio = "The one to the other: above 1 it is more frequent there than elsewhere."

[counts]
share = "of_edits"
overall_share = "all_edits"

[parameters.compare_by]
type = "text"
doc = "What the edits are compared by."
default = "mood"
allowed = ["mood", "valence", "position"]

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.minimum_videos]
type = "integer"
doc = "Only pairs that occur in at least so many videos."
default = 3

[chart]
mark = "heatmap"
x = "value"
y = "technique"
color = "ratio"
*/
WITH placed AS (
    SELECT
        editing_details.video_id,
        editing_details.scene_index,
        editing_details.edit_index,
        CASE $compare_by
            WHEN 'mood' THEN scene_moods.mood
            WHEN 'valence' THEN scene_moods.valence
            ELSE CASE
                WHEN editing_details.start_seconds >= nullif(videos.duration_seconds, 0) THEN NULL
                WHEN editing_details.start_seconds * 3 < nullif(videos.duration_seconds, 0) THEN '1 beginning'
                WHEN editing_details.start_seconds * 3 < nullif(videos.duration_seconds, 0) * 2 THEN '2 middle'
                WHEN editing_details.start_seconds < nullif(videos.duration_seconds, 0) THEN '3 ending'
            END
        END AS value
    FROM editing_details
    INNER JOIN videos ON videos.video_id = editing_details.video_id
    INNER JOIN scene_moods
        ON scene_moods.video_id = editing_details.video_id
        AND scene_moods.scene_index = editing_details.scene_index
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
),
named AS (
    SELECT placed.video_id, placed.scene_index, placed.edit_index, placed.value, edit_techniques.technique
    FROM placed
    INNER JOIN edit_techniques
        ON edit_techniques.video_id = placed.video_id
        AND edit_techniques.scene_index = placed.scene_index
        AND edit_techniques.edit_index = placed.edit_index
    WHERE placed.value IS NOT NULL AND edit_techniques.technique <> 'not given'
),
of_value AS (
    SELECT edits.value, count(*) AS edits
    FROM (SELECT DISTINCT named.video_id, named.scene_index, named.edit_index, named.value FROM named) AS edits
    GROUP BY edits.value
),
of_technique AS (
    SELECT named.technique, count(*) AS edits FROM named GROUP BY named.technique
),
pairs AS (
    SELECT named.technique, named.value, count(*) AS edits, count(DISTINCT named.video_id) AS videos
    FROM named
    GROUP BY named.technique, named.value
)
SELECT
    pairs.technique,
    pairs.value,
    pairs.edits,
    pairs.videos,
    of_value.edits AS of_edits,
    round(pairs.edits * 1.0 / of_value.edits, 4) AS share,
    wilson_low(pairs.edits, of_value.edits) AS share_low,
    wilson_high(pairs.edits, of_value.edits) AS share_high,
    everything.edits AS all_edits,
    round(of_technique.edits * 1.0 / everything.edits, 4) AS overall_share,
    round(pairs.edits * 1.0 * everything.edits / (of_value.edits * 1.0 * of_technique.edits), 4) AS ratio
FROM pairs
INNER JOIN of_value ON of_value.value = pairs.value
INNER JOIN of_technique ON of_technique.technique = pairs.technique
CROSS JOIN (SELECT CAST(sum(of_value.edits) AS BIGINT) AS edits FROM of_value) AS everything
WHERE pairs.videos >= $minimum_videos
ORDER BY pairs.edits DESC, pairs.technique, pairs.value
