/*
title = "Is what is seen also said? Speech during activities"
doc = """
Activities with a length, and what is said while they last: how much of their time is spoken, and of those during which
somebody speaks, how many have a word of their description in what is said, give or take `seconds_around`. Words of
four letters or more count, in lower case, whole, without inflection; common words such as `with` or `their` are passed
over. The recogniser and the annotator heard the same video, so agreement is no proof of either.
"""

[columns]
parent_category = "The broad category; null for the videos without one."
videos = "Videos with such an activity."
activities = "Activities with a length."
seconds = "Their time in all; those that overlap count each."
spoken_time_share = "Share of that time in which somebody speaks."
spoken_activities = "Activities with speech within the time that is looked at, and a word to look for."
named_activities = "Those of them with a word of the description in what is said."
named_share = "The share of the spoken ones that are named."
named_share_low = "The low end of its 95 % interval; the true one is wider, as those of one video are alike."
named_share_high = "The high end of its 95 % interval."

[counts]
spoken_time_share = "activities"
named_share = "spoken_activities"

[parameters.category]
type = "text"
doc = "Only this broad or fine category, or these, such as Sports."

[parameters.seconds_around]
type = "number"
doc = "What is said so many seconds before and after the activity counts, too."
default = 2.0

[chart]
mark = "bar"
x = "named_share"
y = "parent_category"
*/
WITH timed AS (
    SELECT
        activity_spans.video_id,
        activity_spans.scene_index,
        activity_spans.activity_index,
        videos.content_parent_category AS parent_category,
        activity_spans.start_seconds,
        activity_spans.end_seconds,
        activity_spans.description
    FROM activity_spans
    INNER JOIN videos ON videos.video_id = activity_spans.video_id
    WHERE activity_spans.start_seconds < activity_spans.end_seconds
        AND ($category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category))
),
words AS (
    SELECT DISTINCT parted.video_id, parted.scene_index, parted.activity_index, parted.word
    FROM (
        SELECT
            timed.video_id,
            timed.scene_index,
            timed.activity_index,
            unnest(string_split(regexp_replace(lower(timed.description), '[^a-z]+', ' ', 'g'), ' ')) AS word
        FROM timed
    ) AS parted
    WHERE length(parted.word) >= 4
        AND parted.word NOT IN (
            'with', 'their', 'they', 'them', 'that', 'this', 'these', 'those', 'from', 'into', 'onto', 'over', 'while',
            'about', 'through', 'during', 'other', 'each', 'then', 'being', 'have', 'having', 'some', 'using', 'various'
        )
),
heard AS (
    SELECT
        timed.video_id,
        timed.scene_index,
        timed.activity_index,
        CASE WHEN speech_segments.new_from_seconds IS NULL THEN 0 ELSE round(1000 * greatest(
            least(speech_segments.end_seconds, timed.end_seconds)
            - greatest(speech_segments.new_from_seconds, timed.start_seconds), 0
        )) END AS milliseconds,
        ' ' || regexp_replace(lower(speech_segments.text), '[^a-z]+', ' ', 'g') || ' ' AS said
    FROM timed
    INNER JOIN speech_segments
        ON speech_segments.video_id = timed.video_id
        AND speech_segments.start_seconds < timed.end_seconds + $seconds_around
        AND speech_segments.end_seconds > timed.start_seconds - $seconds_around
    WHERE speech_segments.start_seconds < speech_segments.end_seconds
),
spoken AS (
    SELECT heard.video_id, heard.scene_index, heard.activity_index, sum(heard.milliseconds) AS milliseconds
    FROM heard
    GROUP BY heard.video_id, heard.scene_index, heard.activity_index
),
named AS (
    SELECT
        words.video_id,
        words.scene_index,
        words.activity_index,
        max(CASE WHEN strpos(heard.said, ' ' || words.word || ' ') > 0 THEN 1 ELSE 0 END) AS is_named
    FROM words
    INNER JOIN heard
        ON heard.video_id = words.video_id
        AND heard.scene_index = words.scene_index
        AND heard.activity_index = words.activity_index
    GROUP BY words.video_id, words.scene_index, words.activity_index
),
counted AS (
    SELECT
        timed.parent_category,
        count(DISTINCT timed.video_id) AS videos,
        count(*) AS activities,
        round(sum(round(1000 * (timed.end_seconds - timed.start_seconds))) / 1000, 3) AS seconds,
        round(
            sum(coalesce(spoken.milliseconds, 0)) / sum(round(1000 * (timed.end_seconds - timed.start_seconds))), 4
        ) AS spoken_time_share,
        count(named.is_named) AS spoken_activities,
        CAST(coalesce(sum(named.is_named), 0) AS BIGINT) AS named_activities
    FROM timed
    LEFT JOIN spoken
        ON spoken.video_id = timed.video_id
        AND spoken.scene_index = timed.scene_index
        AND spoken.activity_index = timed.activity_index
    LEFT JOIN named
        ON named.video_id = timed.video_id
        AND named.scene_index = timed.scene_index
        AND named.activity_index = timed.activity_index
    GROUP BY timed.parent_category
)
SELECT
    counted.parent_category,
    counted.videos,
    counted.activities,
    counted.seconds,
    counted.spoken_time_share,
    counted.spoken_activities,
    counted.named_activities,
    round(counted.named_activities * 1.0 / nullif(counted.spoken_activities, 0), 4) AS named_share,
    CASE WHEN counted.spoken_activities > 0 THEN wilson_low(counted.named_activities, counted.spoken_activities) END
        AS named_share_low,
    CASE WHEN counted.spoken_activities > 0 THEN wilson_high(counted.named_activities, counted.spoken_activities) END
        AS named_share_high
FROM counted
ORDER BY counted.activities DESC, counted.parent_category NULLS LAST
