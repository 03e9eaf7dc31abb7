"""The videos of a snapshot with what a list shows and filters by, in memory: a list is asked for at every click."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import duckdb
import polars as pl

from warehouse.session import Warehouse

_TABLES = {
    "listed": """
        SELECT
            video_profile.video_id, video_profile.youtube_title AS title, video_profile.youtube_channel AS channel,
            video_profile.parent_category AS category, video_profile.duration_seconds AS seconds,
            video_profile.scenes, video_profile.speech_coverage AS speech, videos.upload_date AS uploaded,
            videos.youtube_view_count AS views, quality_score.quality_score AS quality
        FROM video_profile
        JOIN videos ON videos.video_id = video_profile.video_id
        LEFT JOIN quality_score ON quality_score.video_id = video_profile.video_id
    """,
    "moods": "SELECT DISTINCT video_id, mood FROM scene_moods WHERE mood IS NOT NULL",
    "strips": """
        SELECT
            scenes.video_id, scenes.scene_index, scenes.start_seconds, scenes.end_seconds,
            coalesce(scene_moods.valence, '') AS valence
        FROM scenes
        LEFT JOIN scene_moods
            ON scene_moods.video_id = scenes.video_id AND scene_moods.scene_index = scenes.scene_index
        WHERE scenes.end_seconds > scenes.start_seconds
    """,
}


class VideoTable:
    """The tables ``listed`` (a row a video), ``moods`` (a row a video and mood), ``strips`` (a row a timed scene)."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._connection = duckdb.connect()
        for name, statement in _TABLES.items():
            self._connection.register("taken", warehouse.sql(statement).to_arrow())
            self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM taken")
            self._connection.unregister("taken")

    def sql(self, statement: str, parameters: Mapping[str, Any]) -> pl.DataFrame:
        """The result of a SELECT over the tables."""
        with self._connection.cursor() as cursor:
            found: pl.DataFrame = cursor.sql(statement, params=dict(parameters) or None).pl()
            return found


_made: WeakKeyDictionary[Warehouse, VideoTable] = WeakKeyDictionary()
_making = Lock()


def video_table(warehouse: Warehouse) -> VideoTable:
    """The table of a warehouse's videos, made when it is first asked for."""
    with _making:
        if warehouse not in _made:
            _made[warehouse] = VideoTable(warehouse)
        return _made[warehouse]
