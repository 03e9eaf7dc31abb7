/*
title = "What is done: the words of activities"
doc = """
Words in the descriptions of activities, by the number of videos. Words of fewer than four letters and the commonest
function words are left out; forms of a word (run, running) count apart.
"""

[columns]
word = "The word in lower case."
videos = "Number of videos."
activities = "Number of times it occurs."

[parameters.category]
type = "text"
doc = "Only this broad category, or these, such as Sports."

[parameters.row_limit]
type = "integer"
doc = "At most so many rows."
default = 50

[chart]
mark = "bar"
x = "videos"
y = "word"
*/
SELECT
    category_words.word,
    CAST(sum(category_words.videos) AS BIGINT) AS videos,
    CAST(sum(category_words.activities) AS BIGINT) AS activities
FROM category_words
WHERE ($category IS NULL OR category_words.parent_category = $category)
    AND category_words.word NOT IN (
        'with', 'from', 'that', 'this', 'they', 'their', 'them', 'then', 'into', 'over', 'while', 'about', 'other',
        'each', 'some', 'have', 'been', 'were', 'will', 'which', 'what', 'when', 'where', 'there', 'these', 'those',
        'after', 'before', 'around', 'onto', 'also', 'more', 'most', 'very', 'such', 'than', 'both', 'only', 'same'
    )
GROUP BY category_words.word
ORDER BY videos DESC, activities DESC, category_words.word
LIMIT $row_limit
