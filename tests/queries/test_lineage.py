"""Lineage: each result column down to the source, and nothing that the source has not."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from warehouse.cli import main
from warehouse.errors import QueryError
from warehouse.home import Home
from warehouse.model import SOURCE_TABLES
from warehouse.queries import Statement, load_queries, load_views
from warehouse.queries.column_lineage import lineage

EVERYTHING = {found.name: found for found in (*load_views(), *load_queries())}
PATHS = {table.source_path(column) for table in SOURCE_TABLES for column in table.all_columns}
LISTS = {".".join(f"{list_.list_path}[]" for list_ in table.lineage if list_.list_path) for table in SOURCE_TABLES}
ENDS = PATHS | LISTS | {"the record", "original_video_filename", None}
KNOWN = {
    "mood_mix.mood": {"content_metadata.scenes[].mood.description"},
    "scene_clips.words": {"timecoded_text_to_speech[].text"},
    "videos_by_category.videos": {"the record"},
    "top_props.prop": {"content_metadata.scenes[].props[].name"},
    "upload_years.upload_year": {"youtube_upload_date"},
    "cast_sizes.scenes": {"content_metadata.scenes[]"},
}


@pytest.mark.slow
@pytest.mark.parametrize("statement", EVERYTHING.values(), ids=lambda statement: statement.name)
def test_ends_in_the_source(statement: Statement) -> None:
    origins = lineage(statement)
    assert [origin.column for origin in origins] == list(statement.columns)
    ends = [path[-1] for origin in origins for path in origin.paths()]
    assert {end.source for end in ends} <= ENDS
    assert statement.name in {"mood_words", "whole_numbers"} or any(end.source for end in ends)


@pytest.mark.parametrize("name", KNOWN)
def test_known(name: str) -> None:
    query, column = name.split(".")
    (origin,) = lineage(EVERYTHING[query], column)
    assert KNOWN[name] <= {path[-1].source for path in origin.paths()}


def test_command(sample_home: Home) -> None:
    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, ["--home", str(sample_home.root), "lineage", *arguments])
        return done.stdout or done.stderr

    assert re.search(
        r"top_props.prop\n└── video_props.prop\n    └── prop_spans.prop\n"
        r"        └── props.name  <- content_metadata.scenes\[\].props\[\].name\n",
        run("top_props.prop"),
    )
    rows = json.loads(run("scene_moods", "-f", "json"))
    assert {row["column"] for row in rows} == set(EVERYTHING["scene_moods"].columns)
    assert "did you mean" in run("mood_mx")
    assert 'did you mean "mood"' in run("mood_mix.moods")


def test_unknown_column() -> None:
    with pytest.raises(QueryError, match="has no column x"):
        lineage(EVERYTHING["mood_mix"], "x")
