/*
title = "Videos by length, scenes and words, balanced if one wants"
doc = """
The usual first selection for training: videos of a moderate length with enough scenes and captions. A video of
unknown length is left out; so is one whose word count is missing, unless no words are asked for. Of those that match,
`one_per_channel` and `balance_by` take the first ones in the order that is drawn by hashing the query's name, seed and
video id: the same on every machine.
"""

[columns]
video_id = "The video."
parent_category = "The broad category."
fine_category = "The fine category."
duration_seconds = "The length in seconds."
scenes = "Number of scenes."
words = "Words in the captions, as stated."
mean_dynamism = "The mean dynamism score of the scenes."
mean_correlation = "The mean audio-visual correlation, zeros left out."
watch_url = "The video on YouTube."
speech_coverage = "The share of the video during which somebody speaks."
upload_date = "The day of the upload."
youtube_title = "The title on YouTube."
youtube_channel = "The channel; with the title it is the attribution."
source_file = "The file that it was read from."
source_row = "The row in that file, counted from 1."
balanced_by = "The value of the column that is balanced; null where none is."
place = "The place in the order that is drawn, counted from 1, among the videos of that value."

[parameters.minimum_seconds]
type = "integer"
doc = "The shortest video, in seconds."
default = 60

[parameters.maximum_seconds]
type = "integer"
doc = "The longest video, in seconds."
default = 600

[parameters.minimum_scenes]
type = "integer"
doc = "At least so many scenes."
default = 3

[parameters.minimum_words]
type = "integer"
doc = "At least so many words in the captions."
default = 500

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.subcategory]
type = "text"
doc = "Only this fine category, or these; two names exist under two broad ones."

[parameters.mood]
type = "text"
doc = "Only videos with a scene of this mood, or of one of these, such as Calm."
values = ["scene_mood_labels.label"]

[parameters.channel]
type = "text"
doc = "Only this channel, or these."
values = ["videos.youtube_channel"]

[parameters.language]
type = "text"
doc = "Only videos in whose speech this language, or one of these, is told, such as en; see `video_language`."
values = ["video_language.language"]

[parameters.uploaded_from]
type = "date"
doc = "Only videos that were uploaded on this day or later."

[parameters.uploaded_to]
type = "date"
doc = "Only videos that were uploaded on this day or earlier."

[parameters.minimum_speech]
type = "number"
doc = "The smallest share of the video during which somebody speaks."
default = 0.0

[parameters.minimum_dynamism]
type = "number"
doc = "The smallest mean dynamism of the scenes; 0 also takes videos without a score."
default = 0.0

[parameters.minimum_correlation]
type = "number"
doc = "The smallest mean audio-visual correlation; 0 also takes videos of which none was judged."
default = 0.0

[parameters.one_per_channel]
type = "boolean"
doc = "Whether to take at most one video of each channel; videos without a channel stand alone."
default = false

[parameters.balance_by]
type = "text"
doc = "The column of which every value gives at most `videos_per_group` videos."
allowed = ["parent_category", "fine_category", "youtube_channel", "upload_year", "resolution"]

[parameters.videos_per_group]
type = "integer"
doc = "Videos of each value of the column that is balanced."
default = 10

[parameters.seed]
type = "integer"
doc = "Another seed gives another sample; the same one always the same."
default = 1

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 1000
*/
WITH matching AS (
    SELECT
        videos.*,
        coalesce(shown.scenes, 0) AS scenes,
        coalesce(videos.text_to_speech_word_count, 0) AS words,
        round(shown.mean_dynamism, 4) AS mean_dynamism,
        round(shown.mean_correlation, 4) AS mean_correlation,
        round(least(coalesce(video_speech.speech_seconds, 0) / videos.duration_seconds, 1), 4) AS speech_coverage,
        md5('select_videos:' || CAST($seed AS VARCHAR) || ':' || videos.video_id) AS drawn,
        CASE $balance_by
            WHEN 'parent_category' THEN videos.content_parent_category
            WHEN 'fine_category' THEN videos.content_fine_category
            WHEN 'youtube_channel' THEN videos.youtube_channel
            WHEN 'upload_year' THEN CAST(EXTRACT(YEAR FROM videos.upload_date) AS VARCHAR)
            WHEN 'resolution' THEN videos.resolution
        END AS balanced_by
    FROM videos
    LEFT JOIN (
        SELECT
            scenes.video_id,
            count(*) AS scenes,
            avg(round(scenes.dynamism_score * 10000)) / 10000 AS mean_dynamism,
            avg(round(nullif(scenes.audio_visual_correlation, 0) * 10000)) / 10000 AS mean_correlation
        FROM scenes
        GROUP BY scenes.video_id
    ) AS shown ON shown.video_id = videos.video_id
    LEFT JOIN video_speech ON video_speech.video_id = videos.video_id
    LEFT JOIN (
        SELECT DISTINCT scene_mood_labels.video_id FROM scene_mood_labels WHERE scene_mood_labels.label = $mood
    ) AS in_mood ON in_mood.video_id = videos.video_id
    WHERE videos.duration_seconds > 0
        AND videos.duration_seconds >= $minimum_seconds
        AND videos.duration_seconds <= $maximum_seconds
        AND coalesce(shown.scenes, 0) >= $minimum_scenes
        AND coalesce(videos.text_to_speech_word_count, 0) >= $minimum_words
        AND coalesce(shown.mean_dynamism, 0) >= $minimum_dynamism
        AND coalesce(shown.mean_correlation, 0) >= $minimum_correlation
        AND coalesce(video_speech.speech_seconds, 0) / videos.duration_seconds >= $minimum_speech
        AND ($mood IS NULL OR in_mood.video_id IS NOT NULL)
        AND ($channel IS NULL OR videos.youtube_channel = $channel)
        AND (
            $language IS NULL
            OR videos.video_id IN (
                SELECT video_language.video_id FROM video_language WHERE video_language.language = $language
            )
        )
        AND ($uploaded_from IS NULL OR videos.upload_date >= $uploaded_from)
        AND ($uploaded_to IS NULL OR videos.upload_date <= $uploaded_to)
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
        AND ($subcategory IS NULL OR videos.content_fine_category = $subcategory)
),
first_of_each AS (
    SELECT
        matching.*,
        row_number() OVER (
            PARTITION BY
                CASE
                    WHEN matching.youtube_channel <> '' THEN 'channel:' || matching.youtube_channel
                    ELSE 'video:' || matching.video_id
                END
            ORDER BY matching.drawn
        ) AS of_channel
    FROM matching
),
grouped AS (
    SELECT
        first_of_each.*,
        row_number() OVER (PARTITION BY first_of_each.balanced_by ORDER BY first_of_each.drawn) AS place
    FROM first_of_each
    WHERE NOT $one_per_channel OR first_of_each.of_channel = 1
)
SELECT
    grouped.video_id,
    grouped.content_parent_category AS parent_category,
    grouped.content_fine_category AS fine_category,
    grouped.duration_seconds,
    grouped.scenes,
    grouped.words,
    grouped.mean_dynamism,
    grouped.mean_correlation,
    CASE
        WHEN length(grouped.video_id) = 11 THEN 'https://www.youtube.com/watch?v=' || grouped.video_id
    END AS watch_url,
    grouped.speech_coverage,
    grouped.upload_date,
    grouped.youtube_title,
    grouped.youtube_channel,
    grouped.source_file,
    grouped.source_row,
    grouped.balanced_by,
    grouped.place
FROM grouped
WHERE $balance_by IS NULL OR grouped.place <= $videos_per_group
ORDER BY grouped.video_id
LIMIT $row_limit
