"""Canned queries in other engines' SQL, where the translation means the same; ``translate`` does it."""

DIALECTS = ("spark", "trino", "bigquery", "snowflake", "postgres")
