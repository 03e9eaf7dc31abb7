/*
title = "Clips of scenes, drawn as one wants them"
doc = """
Scenes with their words, caption, cast, edits and provenance, chosen by what they show and drawn by hashing the query's
name, seed and scene: the same on every machine. In this order: scenes that match; with `join_adjacent`, neighbours
that match become one clip; clips of the asked length and words; of clips nearer than `minimum_distance` the one that
is drawn first (no two are nearer, and a few more might fit); then one of each video or channel, and so many of each
group. Scenes without a length are left out, and cut at the end of the video. The rows come in the order in which they
are drawn, so that `row_limit` takes a random sample.
"""

[columns]
place = "The place in the order that is drawn, counted from 1."
balanced_by = "The value of the column that is balanced; null where none is."
video_id = "The video."
first_scene = "The clip begins with this scene, counted from 1."
last_scene = "It ends with this one; the same where no scenes are joined."
start_seconds = "The clip starts here."
end_seconds = "It ends here."
seconds = "Its length in seconds."
moods = "The main moods of its scenes in order."
valence = "The valence of its first scene."
mean_dynamism = "The mean dynamism score of its scenes; null where none has one."
mean_correlation = "The mean audio-visual correlation of its scenes, zeros left out."
words = "Words said in it, see `scene_speech`."
said = "The segments of the transcript that lie mostly in it, in order."
caption = "The titles of its scenes, in order."
activities = "What is done in it, in order."
people = "Who is in it, by the character's name where one is known."
edits = "How it is edited, in order."
parent_category = "The broad category."
fine_category = "The fine category."
youtube_title = "The title of the video."
youtube_channel = "The channel; with the title it is the attribution."
source_file = "The file that the video was read from."
source_row = "The row in that file, counted from 1."
watch_url = "The clip on YouTube."

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.mood]
type = "text"
doc = "Only scenes with this mood among their labels, or with one of these, such as Calm."
values = ["scene_mood_labels.label"]

[parameters.channel]
type = "text"
doc = "Only this channel, or these."
values = ["videos.youtube_channel"]

[parameters.language]
type = "text"
doc = "Only videos in whose speech this language, or one of these, is told, such as en; see `video_language`."
values = ["video_language.language"]

[parameters.minimum_seconds]
type = "number"
doc = "The shortest clip, in seconds."
default = 1.0

[parameters.maximum_seconds]
type = "number"
doc = "The longest clip, in seconds."
default = 600.0

[parameters.minimum_words]
type = "number"
doc = "At least so many words said in the clip."
default = 0.0

[parameters.minimum_dynamism]
type = "number"
doc = "The smallest dynamism score of a scene; 0 also takes scenes without one."
default = 0.0

[parameters.minimum_correlation]
type = "number"
doc = "The smallest audio-visual correlation of a scene; 0 also takes scenes of which none was judged."
default = 0.0

[parameters.join_adjacent]
type = "boolean"
doc = "Whether scenes that match and follow each other within a second become one clip."
default = false

[parameters.minimum_distance]
type = "number"
doc = "Seconds that two clips of one video lie apart at least."
default = 0.0

[parameters.one_per]
type = "text"
doc = "At most one clip of each video or channel; videos without a channel stand alone."
allowed = ["video", "channel"]

[parameters.balance_by]
type = "text"
doc = "The column of which every value gives at most `clips_per_group` clips."
allowed = ["parent_category", "fine_category", "mood", "valence", "youtube_channel", "video_id", "upload_year"]

[parameters.clips_per_group]
type = "integer"
doc = "Clips of each value of the column that is balanced."
default = 10

[parameters.seed]
type = "integer"
doc = "Another seed gives another sample; the same one always the same."
default = 1

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 200
*/
WITH matching AS (
    SELECT
        scene_spans.video_id,
        scene_spans.scene_index,
        scene_spans.start_seconds,
        scene_spans.end_seconds,
        CASE
            WHEN $join_adjacent
                AND lag(scene_spans.scene_index) OVER (
                    PARTITION BY scene_spans.video_id ORDER BY scene_spans.scene_index
                ) = scene_spans.scene_index - 1
                AND abs(scene_spans.start_seconds - lag(scene_spans.end_seconds) OVER (
                    PARTITION BY scene_spans.video_id ORDER BY scene_spans.scene_index
                )) <= 1
                THEN 0
            ELSE 1
        END AS begins
    FROM scene_spans
    INNER JOIN scene_profile
        ON scene_profile.video_id = scene_spans.video_id AND scene_profile.scene_index = scene_spans.scene_index
    INNER JOIN videos ON videos.video_id = scene_spans.video_id
    LEFT JOIN (
        SELECT DISTINCT scene_mood_labels.video_id, scene_mood_labels.scene_index
        FROM scene_mood_labels
        WHERE scene_mood_labels.label = $mood
    ) AS in_mood ON in_mood.video_id = scene_spans.video_id AND in_mood.scene_index = scene_spans.scene_index
    WHERE scene_spans.seconds IS NOT NULL
        AND (
            $language IS NULL
            OR scene_spans.video_id IN (
                SELECT video_language.video_id FROM video_language WHERE video_language.language = $language
            )
        )
        AND coalesce(scene_profile.dynamism, 0) >= $minimum_dynamism
        AND coalesce(scene_profile.correlation, 0) >= $minimum_correlation
        AND ($mood IS NULL OR in_mood.video_id IS NOT NULL)
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
        AND ($channel IS NULL OR videos.youtube_channel = $channel)
),
numbered AS (
    SELECT
        matching.*,
        sum(matching.begins) OVER (
            PARTITION BY matching.video_id
            ORDER BY matching.scene_index
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS clip
    FROM matching
),
clips AS (
    SELECT
        numbered.video_id,
        min(numbered.scene_index) AS first_scene,
        max(numbered.scene_index) AS last_scene,
        min(numbered.start_seconds) AS start_seconds,
        max(numbered.end_seconds) AS end_seconds,
        sum(round(scene_speech.words * 1000)) / 1000 AS words
    FROM numbered
    INNER JOIN scene_speech
        ON scene_speech.video_id = numbered.video_id AND scene_speech.scene_index = numbered.scene_index
    GROUP BY numbered.video_id, numbered.clip
),
hashed AS (
    SELECT
        clips.*,
        md5('select_clips:' || CAST($seed AS VARCHAR) || ':' || clips.video_id
            || ':' || CAST(clips.first_scene AS VARCHAR)) AS drawn
    FROM clips
    WHERE round(clips.end_seconds - clips.start_seconds, 3) >= $minimum_seconds
        AND round(clips.end_seconds - clips.start_seconds, 3) <= $maximum_seconds
        AND clips.words >= $minimum_words
),
-- of two clips that are too near, the one that is drawn later is left out
apart AS (
    SELECT hashed.*
    FROM hashed
    LEFT JOIN (
        SELECT DISTINCT later.video_id, later.first_scene
        FROM hashed AS later
        INNER JOIN hashed AS earlier
            ON earlier.video_id = later.video_id
            AND earlier.drawn < later.drawn
            AND earlier.start_seconds < later.end_seconds + $minimum_distance
            AND later.start_seconds < earlier.end_seconds + $minimum_distance
        WHERE $minimum_distance > 0
    ) AS near ON near.video_id = hashed.video_id AND near.first_scene = hashed.first_scene
    WHERE near.video_id IS NULL
),
first_of_each AS (
    SELECT
        apart.*,
        row_number() OVER (
            PARTITION BY
                CASE
                    WHEN $one_per = 'channel' AND videos.youtube_channel <> '' THEN 'channel:' || videos.youtube_channel
                    ELSE 'video:' || apart.video_id
                END
            ORDER BY apart.drawn
        ) AS of_unit,
        CASE $balance_by
            WHEN 'parent_category' THEN videos.content_parent_category
            WHEN 'fine_category' THEN videos.content_fine_category
            WHEN 'mood' THEN scene_moods.mood
            WHEN 'valence' THEN scene_moods.valence
            WHEN 'youtube_channel' THEN videos.youtube_channel
            WHEN 'video_id' THEN apart.video_id
            WHEN 'upload_year' THEN CAST(EXTRACT(YEAR FROM videos.upload_date) AS VARCHAR)
        END AS balanced_by
    FROM apart
    INNER JOIN videos ON videos.video_id = apart.video_id
    INNER JOIN scene_moods ON scene_moods.video_id = apart.video_id AND scene_moods.scene_index = apart.first_scene
),
grouped AS (
    SELECT
        first_of_each.*,
        row_number() OVER (PARTITION BY first_of_each.balanced_by ORDER BY first_of_each.drawn) AS of_group
    FROM first_of_each
    WHERE $one_per IS NULL OR first_of_each.of_unit = 1
),
chosen AS (
    SELECT grouped.*, row_number() OVER (ORDER BY grouped.drawn) AS place
    FROM grouped
    WHERE $balance_by IS NULL OR grouped.of_group <= $clips_per_group
    ORDER BY place
    LIMIT $row_limit
),
scenes_of AS (
    SELECT
        chosen.place,
        string_agg(scene_moods.mood, ', ' ORDER BY scenes.scene_index) AS moods,
        max(CASE WHEN scenes.scene_index = chosen.first_scene THEN scene_moods.valence END) AS valence,
        avg(round(scenes.dynamism_score * 10000)) / 10000 AS mean_dynamism,
        avg(round(nullif(scenes.audio_visual_correlation, 0) * 10000)) / 10000 AS mean_correlation,
        string_agg(nullif(trim(scenes.title), ''), '; ' ORDER BY scenes.scene_index) AS caption
    FROM chosen
    INNER JOIN scenes
        ON scenes.video_id = chosen.video_id
        AND scenes.scene_index BETWEEN chosen.first_scene AND chosen.last_scene
    INNER JOIN scene_moods
        ON scene_moods.video_id = scenes.video_id AND scene_moods.scene_index = scenes.scene_index
    GROUP BY chosen.place
),
said_in AS (
    SELECT chosen.place, string_agg(speech_segments.text, ' ' ORDER BY speech_segments.segment_index) AS said
    FROM chosen
    INNER JOIN segment_scenes
        ON segment_scenes.video_id = chosen.video_id
        AND segment_scenes.scene_index BETWEEN chosen.first_scene AND chosen.last_scene
    INNER JOIN speech_segments
        ON speech_segments.video_id = segment_scenes.video_id
        AND speech_segments.segment_index = segment_scenes.segment_index
    GROUP BY chosen.place
),
done_in AS (
    SELECT
        chosen.place,
        string_agg(
            nullif(trim(activities.description), ''), '; ' ORDER BY activities.scene_index, activities.activity_index
        ) AS activities
    FROM chosen
    INNER JOIN activities
        ON activities.video_id = chosen.video_id
        AND activities.scene_index BETWEEN chosen.first_scene AND chosen.last_scene
    GROUP BY chosen.place
),
seen_in AS (
    SELECT named.place, string_agg(named.name, ', ' ORDER BY named.name) AS people
    FROM (
        SELECT DISTINCT chosen.place, coalesce(resolved_cast.character_name, trim(resolved_cast.name)) AS name
        FROM chosen
        INNER JOIN resolved_cast
            ON resolved_cast.video_id = chosen.video_id
            AND resolved_cast.scene_index BETWEEN chosen.first_scene AND chosen.last_scene
        WHERE trim(resolved_cast.name) <> ''
    ) AS named
    GROUP BY named.place
),
edited_in AS (
    SELECT
        chosen.place,
        string_agg(
            nullif(trim(editing_details.description), ''), '; '
            ORDER BY editing_details.scene_index, editing_details.edit_index
        ) AS edits
    FROM chosen
    INNER JOIN editing_details
        ON editing_details.video_id = chosen.video_id
        AND editing_details.scene_index BETWEEN chosen.first_scene AND chosen.last_scene
    GROUP BY chosen.place
)
SELECT
    chosen.place,
    chosen.balanced_by,
    chosen.video_id,
    chosen.first_scene,
    chosen.last_scene,
    chosen.start_seconds,
    chosen.end_seconds,
    round(chosen.end_seconds - chosen.start_seconds, 3) AS seconds,
    scenes_of.moods,
    scenes_of.valence,
    round(scenes_of.mean_dynamism, 4) AS mean_dynamism,
    round(scenes_of.mean_correlation, 4) AS mean_correlation,
    round(chosen.words, 3) AS words,
    said_in.said,
    scenes_of.caption,
    done_in.activities,
    seen_in.people,
    edited_in.edits,
    videos.content_parent_category AS parent_category,
    videos.content_fine_category AS fine_category,
    videos.youtube_title,
    videos.youtube_channel,
    videos.source_file,
    videos.source_row,
    CASE WHEN length(chosen.video_id) = 11 THEN
        'https://www.youtube.com/watch?v=' || chosen.video_id
        || '&t=' || CAST(CAST(floor(chosen.start_seconds) AS BIGINT) AS VARCHAR) || 's'
    END AS watch_url
FROM chosen
INNER JOIN videos ON videos.video_id = chosen.video_id
INNER JOIN scenes_of ON scenes_of.place = chosen.place
LEFT JOIN said_in ON said_in.place = chosen.place
LEFT JOIN done_in ON done_in.place = chosen.place
LEFT JOIN seen_in ON seen_in.place = chosen.place
LEFT JOIN edited_in ON edited_in.place = chosen.place
ORDER BY chosen.place
