/*
title = "What is missing"
doc = """
For columns that people select by: how many values are null, how many texts are empty, and how many numbers are 0. In
counts and the audio-visual correlation a 0 often means unknown; in the dynamism score it is a value.
"""

[columns]
table_name = "The table."
column_name = "The column."
in_all = "Number of rows."
nulls = "Rows with a null: absent or unreadable."
empty = "Rows with an empty text."
zeros = "Rows with a 0."
missing_share = "Nulls and empty texts as a share of the rows."

[counts]
missing_share = "in_all"

[chart]
mark = "bar"
x = "missing_share"
y = "column_name"
color = "table_name"
titles = { missing_share = "Missing values (%)", column_name = "Column (table)" }
*/
SELECT
    column_gaps.table_name,
    column_gaps.column_name,
    column_gaps.in_all,
    column_gaps.nulls,
    column_gaps.empty,
    column_gaps.zeros,
    round((column_gaps.nulls + column_gaps.empty) * 1.0 / nullif(column_gaps.in_all, 0), 4) AS missing_share
FROM column_gaps
ORDER BY missing_share DESC NULLS LAST, column_gaps.table_name, column_gaps.column_name
