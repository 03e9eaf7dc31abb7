/*
title = "Videos whose texts are the same, or nearly"
doc = """
Pairs of videos by how many runs of five words their texts have in common: the Jaccard index of the sets of these runs,
exact for every pair that is found. Words are letters and digits in lower case. Pairs are looked for by one-permutation
minhash: the smallest hashes of a text in 16 classes, of which two texts must share one; two that share 0.7 of their
runs are missed once in more than a hundred million times. A hash that more than 100 texts share is a common phrase and
makes no pair, so that exact copies in more than 100 videos may be missed.
"""

[columns]
video_1 = "A video."
video_2 = "Another one, with the greater id."
jaccard = "Runs that both texts have, as a share of the runs that either has."
same_words = "Whether all words are the same."
shared_runs = "Different runs of five words that both have."
words_1 = "Words of the first text."
words_2 = "Words of the second text."
same_channel = "Whether both are from one channel; null where one has none."
title_1 = "The title of the first video."
title_2 = "That of the second."

[parameters.text]
type = "text"
doc = "The texts to compare: the model's description, the captions, or YouTube's description."
default = "description"
allowed = ["description", "transcript", "youtube_description"]

[parameters.category]
type = "text"
doc = "Only videos of this broad or fine category, or of these, such as Sports."

[parameters.minimum_jaccard]
type = "number"
doc = "The smallest Jaccard index."
default = 0.5

[parameters.minimum_words]
type = "integer"
doc = "Only texts of at least so many words; with fewer than five there are no runs."
default = 8

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 200
*/
WITH texts AS (
    SELECT
        videos.video_id,
        trim(regexp_replace(lower(
            CASE $text
                WHEN 'description' THEN videos.description
                WHEN 'transcript' THEN videos.text_to_speech
                ELSE videos.youtube_description
            END
        ), '[^\p{L}\p{N}]+', ' ', 'g')) AS normal
    FROM videos
    WHERE $category IS NULL OR $category IN (videos.content_parent_category, videos.content_fine_category)
),
counted AS (
    SELECT
        texts.video_id,
        texts.normal,
        length(texts.normal) - length(replace(texts.normal, ' ', '')) + 1 AS words
    FROM texts
    WHERE texts.normal <> ''
),
placed AS (
    SELECT
        counted.video_id,
        unnest(string_split(counted.normal, ' ')) AS word,
        generate_subscripts(string_split(counted.normal, ' '), 1) AS position
    FROM counted
    WHERE counted.words >= $minimum_words
),
runs AS (
    SELECT DISTINCT read.video_id, md5(read.run) AS run
    FROM (
        SELECT
            placed.video_id,
            string_agg(placed.word, ' ') OVER five AS run,
            count(*) OVER five AS words
        FROM placed
        WINDOW five AS (
            PARTITION BY placed.video_id ORDER BY placed.position ROWS BETWEEN CURRENT ROW AND 4 FOLLOWING
        )
    ) AS read
    WHERE read.words = 5
),
smallest AS (
    SELECT runs.video_id, min(runs.run) AS run
    FROM runs
    GROUP BY runs.video_id, substr(runs.run, 32, 1)
),
telling AS (
    SELECT smallest.run FROM smallest GROUP BY smallest.run HAVING count(*) BETWEEN 2 AND 100
),
candidates AS (
    SELECT DISTINCT one.video_id AS video_1, other.video_id AS video_2
    FROM telling
    INNER JOIN smallest AS one ON one.run = telling.run
    INNER JOIN smallest AS other ON other.run = telling.run AND other.video_id > one.video_id
),
sizes AS (
    SELECT runs.video_id, count(*) AS runs FROM runs GROUP BY runs.video_id
),
shared AS (
    SELECT candidates.video_1, candidates.video_2, count(*) AS runs
    FROM candidates
    INNER JOIN runs AS one ON one.video_id = candidates.video_1
    INNER JOIN runs AS other ON other.video_id = candidates.video_2 AND other.run = one.run
    GROUP BY candidates.video_1, candidates.video_2
)
SELECT
    shared.video_1,
    shared.video_2,
    round(shared.runs * 1.0 / (size_1.runs + size_2.runs - shared.runs), 4) AS jaccard,
    text_1.normal = text_2.normal AS same_words,
    shared.runs AS shared_runs,
    text_1.words AS words_1,
    text_2.words AS words_2,
    nullif(one.youtube_channel, '') = nullif(other.youtube_channel, '') AS same_channel,
    one.youtube_title AS title_1,
    other.youtube_title AS title_2
FROM shared
INNER JOIN sizes AS size_1 ON size_1.video_id = shared.video_1
INNER JOIN sizes AS size_2 ON size_2.video_id = shared.video_2
INNER JOIN counted AS text_1 ON text_1.video_id = shared.video_1
INNER JOIN counted AS text_2 ON text_2.video_id = shared.video_2
INNER JOIN videos AS one ON one.video_id = shared.video_1
INNER JOIN videos AS other ON other.video_id = shared.video_2
WHERE shared.runs * 1.0 / (size_1.runs + size_2.runs - shared.runs) >= $minimum_jaccard
ORDER BY jaccard DESC, shared.video_1, shared.video_2
LIMIT $row_limit
