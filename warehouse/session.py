"""The Python interface: one snapshot, read-only, as Polars frames."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from warehouse.catalog.engine import Engine, Limits
from warehouse.errors import QueryError, SpellingWarning
from warehouse.home import Home
from warehouse.meaning.moment_search import MomentSearch
from warehouse.model import TABLE, TABLES
from warehouse.queries import Statement, load_queries, load_views
from warehouse.queries.bind import ROW_LIMIT, bind
from warehouse.queries.canned import CannedQueries
from warehouse.queries.chart_declaration import asked_chart, require_chart
from warehouse.queries.charts import WIDTH, chart_of, default_title, draw
from warehouse.queries.empty_results import why_empty
from warehouse.queries.find_query import canned
from warehouse.queries.known_values import matched
from warehouse.queries.messages import did_you_mean
from warehouse.queries.relations import count_findings, describe_relation, run_audits
from warehouse.queries.several_values import with_several
from warehouse.quoting import PARQUET_FILES
from warehouse.search.frame import moment_frame
from warehouse.search.options import search_options
from warehouse.snapshot.manifest import Manifest, read_manifest

if TYPE_CHECKING:
    import altair

    from warehouse.export import Exported
    from warehouse.fetch.choose import Plan
    from warehouse.fetch.clips import ClipOptions
    from warehouse.fetch.fetch_videos import FetchOptions, Outcome, Snapshot
    from warehouse.fetch.selection import Selection
    from warehouse.meaning.embed import EmbedProgress
    from warehouse.meaning.vector_sets import VectorSet


class Warehouse:
    """A snapshot of the warehouse in a folder, pinned when it is opened; with ``ids``, of these videos only."""

    def __init__(
        self,
        home: str | Path = "data",
        limits: Limits = Limits(),
        queries: str | Path | None = None,
        ids: Iterable[str] | None = None,
    ) -> None:
        self.home = Home.at(home)
        self._own_queries = own_folder(self.home, queries)
        self.snapshot: Path = self.home.require_current()
        self.manifest: Manifest = read_manifest(self.snapshot)
        self.ids = None if ids is None else list(dict.fromkeys(ids))
        self._engine = Engine(self.home, self.snapshot, limits, self._own_queries, self.ids)
        self._moments = MomentSearch(self.snapshot)
        self._known: dict[str, list[str]] = {}
        self.query = CannedQueries(self.canned, lambda: self.queries, self._query)

    def __repr__(self) -> str:
        synthetic = ", synthetic sample" if self.manifest.synthetic else ""
        videos = self.manifest.rows["videos"]
        return f"<Warehouse {self.home.root}: {videos} videos of {self.manifest.location}{synthetic}>"

    @property
    def is_current(self) -> bool:
        """Whether no other snapshot was published since this one was opened."""
        return self.home.current() == self.snapshot

    @property
    def tables(self) -> list[str]:
        """The names of the tables."""
        return [table.name for table in TABLES]

    @property
    def queries(self) -> dict[str, Statement]:
        """The canned queries by name, the user's own included."""
        return {query.name: query for query in load_queries(self._own_queries)}

    def scan(self, table: str) -> pl.LazyFrame:
        """A table as a lazy frame over the snapshot's Parquet, or a view's rows; the rows are in no particular order.

        Columns and their types are those of ``describe``; times are in seconds from the start of the video.

        Raises:
            QueryError: there is no such table or view.
        """
        views = [view.name for view in load_views()]
        if table in views:
            return self.sql(f"SELECT * FROM {table}").lazy()
        if table not in self.tables:
            raise QueryError(f"There is no table or view {table}{did_you_mean(table, [*self.tables, *views])}.")
        self._engine.integrity.require([table])
        files = sorted((self.snapshot / table).glob(PARQUET_FILES))
        rows = pl.scan_parquet(files, glob=False, hive_partitioning=False)
        if self.ids is None or "video_id" not in [column.name for column in TABLE[table].all_columns]:
            return rows
        return rows.filter(pl.col("video_id").is_in(self.ids))

    @property
    def missing_ids(self) -> list[str]:
        """Those of ``ids`` that no video of the snapshot has: nothing is found for them."""
        known = set(self.known_values("videos.video_id")) if self.ids else set()
        return [video_id for video_id in self.ids or () if video_id not in known]

    def sql(self, statement: str, parameters: Mapping[str, Any] | None = None) -> pl.DataFrame:
        """The result of one SELECT over tables, views and canned queries; ``$name`` is a parameter.

        The frame has a column for each of the SELECT's, with Polars' type of DuckDB's (BIGINT is Int64, DOUBLE
        Float64, VARCHAR String, a list List, an interval Duration).

        Raises:
            QueryError: the statement is not a SELECT or is not valid; the message suggests the nearest name.
        """
        return self._engine.frame(statement, dict(parameters or {}))

    def chart(
        self,
        query: str | Statement,
        /,
        *,
        title: str | None = None,
        width: int | None = None,
        rows: pl.DataFrame | None = None,
        **parameters: Any,
    ) -> altair.Chart | altair.LayerChart:
        """The chart of a canned query's result, the query by its name or as it was found.

        ``width`` are the pixels between the axes, ``rows`` the result where it is there already.

        Raises:
            QueryError: there is no such query or parameter, a value is not allowed, or the query declares no chart.
        """
        query = self.canned(query) if isinstance(query, str) else query
        require_chart(query)
        given = ", ".join(f"{key} = {_shown(value)}" for key, value in parameters.items() if value is not None)
        subtitle = "; ".join(filter(None, (given, self._source)))
        result = self._query(query, parameters) if rows is None else rows
        return chart_of(query, result, subtitle, title, width or WIDTH)

    def draw(
        self,
        rows: str | pl.DataFrame,
        mark: str,
        x: str | None = None,
        y: str | None = None,
        color: str | None = None,
        *,
        stack: bool = False,
        title: str | None = None,
        width: int | None = None,
    ) -> altair.Chart | altair.LayerChart:
        """A chart of the rows of a SELECT, or of a frame: a ``mark`` (bar, line, point, heatmap, network) of columns.

        Raises:
            QueryError: the statement does not hold, or the chart does not fit its rows.
        """
        frame = self.sql(rows) if isinstance(rows, str) else rows
        chart = asked_chart(frame.columns, mark, x, y, color, stack=stack)
        return draw(chart, frame, title or default_title(chart), self._source, width or WIDTH)

    @property
    def provenance(self) -> str:
        """Where the videos come from: dataset, revision and snapshot, for the subtitle of a picture."""
        location, revision = self.manifest.location.rstrip("/"), self.manifest.revision
        # a path of this computer has no place in a picture
        place = location.removeprefix("hf://datasets/") if "://" in location else Path(location).name
        # the sample is the same in every snapshot
        at = f" at {revision[:7]}" if revision else ""
        return "synthetic sample" if self.manifest.synthetic else f"{place}{at}, snapshot {self.manifest.snapshot}"

    @property
    def _source(self) -> str:
        """The same with the number of videos."""
        videos = self.manifest.rows["videos"]
        number = f"{videos:,}" if self.ids is None else f"{len(self.ids) - len(self.missing_ids):,} of {videos:,}"
        return f"{self.provenance}, n = {number} videos"

    def canned(self, name: str) -> Statement:
        """A canned query by name.

        Raises:
            QueryError: there is none.
        """
        return canned(name, self._own_queries)

    def search(
        self,
        query: str,
        *,
        by: str | None = None,
        model: str | None = None,
        encoder: Callable[[Sequence[str]], Any] | None = None,
        tell: Callable[[str], None] | None = None,
        **options: Any,
    ) -> pl.DataFrame:
        """The moments that a query describes, the best first, one row each.

        Columns: ``video_id``, ``title``, ``channel``, ``kind``, ``scene_index``, ``position`` (both from 1, null where
        there is none), ``start_seconds`` and ``end_seconds`` (null where a text has no time), ``snippet``, ``score``
        (of this query only, higher is better), ``watch_url`` and ``found_by`` (words, meaning or both).

        A word that no text has is told of with the nearest that some text has: by ``tell``, a function of a sentence,
        or else as a ``SpellingWarning``.

        ``by`` is ``words``, ``meaning`` or ``both``; unless given, both where the snapshot has vectors. ``model`` names
        the vectors if there are those of several models, and ``encoder`` gives a list of texts their vectors where the
        model is not one that can be loaded (see ``embed``).

        The options are those of the command line, ``kinds`` for ``--in``: ``kinds`` (names, or a text with commas),
        ``category``, ``fine_category``, ``min_duration``, ``max_duration``, ``channel``, ``group="video"``, ``limit``
        (None for all).

        Raises:
            HomeError: the snapshot has no search index, or no vectors.
            QueryError: an option is unknown, the model cannot be used, or the warehouse was opened with ``ids``.
        """
        if self.ids is not None:
            raise QueryError("The search looks through all videos: open the warehouse without ids for it.")
        notes: list[str] = []
        given = search_options(options) | {"tell": tell or notes.append}
        warn = partial(warnings.warn, stacklevel=4)
        found = self._moments.moments(query, by=by, model=model, encode=encoder, warn=warn, **given)
        for note in notes:
            warnings.warn(note, SpellingWarning, stacklevel=2)
        return moment_frame(found)

    def similar(
        self, video_id: str, scene_index: int | None = None, *, model: str | None = None, **options: Any
    ) -> pl.DataFrame:
        """The scenes of other videos that are most like a scene, or like all of a video, the most similar first.

        ``score`` is the cosine of their vectors. The options are ``category``, ``fine_category``, ``min_duration``,
        ``max_duration``, ``channel`` and ``limit``, as for ``search``.

        Raises:
            HomeError: the snapshot has no vectors.
            QueryError: there is no such scene, or an option is unknown.
        """
        return moment_frame(self._moments.similar(video_id, scene_index, model=model, **search_options(options)))

    def embed(
        self,
        model: str | None = None,
        *,
        encoder: Callable[[Sequence[str]], Any] | None = None,
        download: bool = False,
        on_progress: Callable[[EmbedProgress], None] | None = None,
    ) -> VectorSet:
        """Give every scene, and every window of speech in long ones, a vector; those that are there are kept.

        ``model`` is a folder or a name on the Hub of a sentence model in ONNX, or any name for what ``encoder`` gives:
        a function of a list of texts to an array of one row each. Only with ``download`` is a model fetched.

        Raises:
            HomeError: another run is at work in the home.
            QueryError: the model cannot be used.
        """
        from warehouse.meaning.embed import embed
        from warehouse.meaning.encoders import DEFAULT_MODEL, chosen_encoder

        chosen = chosen_encoder(model or DEFAULT_MODEL, encoder, download=download)
        done = embed(self.home, self.snapshot, chosen, on_progress or (lambda _: None))
        self._moments.forget_vectors()
        return done

    def put_vectors(self, frame: pl.DataFrame, model: str) -> VectorSet:
        """Store vectors of your own under the name of their model: one row a scene, replacing what the name had.

        ``frame`` has ``video_id``, ``scene_index`` and ``vector``, a list of numbers; with ``window_index``, of windows
        of speech, too.

        Raises:
            HomeError: another run is at work in the home.
            QueryError: a column is missing, or a row is of no scene.
        """
        from warehouse.meaning.embed import put

        done = put(self.home, self.snapshot, model, frame)
        self._moments.forget_vectors()
        return done

    def export(
        self,
        target: str | Path,
        form: str = "parquet",
        *,
        tables: Iterable[str] = (),
        queries: Iterable[str] = (),
        format: str | None = None,  # noqa: A002 - the command line's name
    ) -> Exported:
        """Write tables, and views and results of canned queries if they are named, for other engines.

        ``target`` is a folder or the URL of a bucket, for Iceberg CATALOG.NAMESPACE; without ``tables``, all of them
        are taken. ``format`` is the same as ``form``: parquet, duckdb or iceberg.

        Raises:
            QueryError: there is no relation of a name.
            ExportError, AccessError: the target or the format cannot be used; nothing half-written is left.
        """
        from warehouse.export import export  # few sessions need it
        from warehouse.export.contents import Contents, choose

        stored, statements = choose(tables, queries, self._own_queries)
        contents = Contents(self.snapshot, self.manifest, stored, statements, self._all_rows, self._own_queries)
        return export(contents, str(target), format or form)

    def _all_rows(self, statement: Statement) -> pl.DataFrame:
        """All rows of a view, or of a canned query with its defaults."""
        if statement in load_views():
            return self.sql(f"SELECT * FROM {statement.name}")
        return self._query(statement, {})

    def describe(self, relation: str) -> pl.DataFrame:
        """The columns of a table or view, one row each, all of them String except the Boolean ``nullable``.

        Of a table: name, type, nullability, unit, path in the dataset's JSON, meaning. Of a view: name, type, meaning.

        Raises:
            QueryError: there is no such table or view.
        """
        return describe_relation(relation, self.sql)

    def check(self, *names: str) -> pl.DataFrame:
        """One row per audit: ``audit``, ``severity``, ``rows`` (Int64, how many it finds) and ``finds``.

        With names, one row per finding of these audits instead: ``audit``, ``video_id``, ``scene_index``,
        ``position`` and ``detail``.

        Raises:
            QueryError: there is no such audit.
        """
        return run_audits(names, self.sql) if names else count_findings(self.sql)

    def rows_of(self, video_id: str, names: Iterable[str]) -> dict[str, pl.DataFrame]:
        """All rows that a video has in several tables and stored views, by their names: one reading for all of them.

        It is faster than a SELECT of each. Where there is no such video, no relation has a row.
        """
        from warehouse.snapshot.read_video import read_video

        found = read_video(self.snapshot, self._engine.integrity, video_id, names)
        return (
            found if self.ids is None or video_id in self.ids else {name: rows.clear() for name, rows in found.items()}
        )

    def record(self, video_id: str) -> dict[str, Any]:
        """The original nested record of a video, field for field as in its source: what ``json.loads`` would give.

        Raises:
            QueryError: the snapshot has no such video.
        """
        return next(self.records([video_id]))

    def records(self, ids: Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
        """The original nested records of videos, or of all, one after the other.

        They come in the order of the snapshot's parts, within one by id; each once, however often it is named.

        Raises:
            QueryError: the snapshot lacks one of ``ids``; raised before the first record is given.
        """
        from warehouse.snapshot.read_records import read_records  # Arrow's functions take a moment to import

        if ids is None:
            return read_records(self.snapshot, self._engine.integrity)
        wanted = dict.fromkeys(ids)
        asked = self.scan("videos").filter(pl.col("video_id").is_in(list(wanted)))
        there = set(asked.select("video_id").collect()["video_id"])
        for video_id in wanted:
            if video_id not in there:
                raise QueryError(self._not_there(video_id))
        return read_records(self.snapshot, self._engine.integrity, wanted)

    def select(self, what: str | Statement | pl.DataFrame, /, **parameters: Any) -> Selection:
        """Videos or moments to fetch: a frame with a column ``video_id``, a canned query, or a SELECT.

        A query's ``row_limit`` holds only if it is given: by default, all rows are selected.

        Raises:
            QueryError: there is no such query, it does not hold, or it has no column ``video_id``.
        """
        from warehouse.fetch.selection import Selection  # only fetching needs it

        if isinstance(what, pl.DataFrame):
            return Selection(what, {"frame": what.height})
        if isinstance(what, str) and what not in self.queries:
            return Selection(self.sql(what, parameters), {"sql": what, "parameters": parameters})
        query = self.canned(what) if isinstance(what, str) else what
        if any(parameter.name == ROW_LIMIT for parameter in query.parameters):
            parameters = {ROW_LIMIT: None, **parameters}
        origin = {"query": query.name, "sql": query.sql, "parameters": parameters}
        return Selection(self._query(query, parameters), origin)

    def distinct(
        self, selection: str | pl.DataFrame | Selection, threshold: float = 0.95, *, model: str | None = None
    ) -> Selection:
        """A selection without near duplicates: a row stays unless one before it that stayed is like it.

        Alike are rows the cosine of whose vectors in ``scene_vectors`` is above ``threshold``: those of scenes where
        the rows have a ``scene_index``, else the means of the videos' scenes. Rows that have no vector stay.

        Raises:
            HomeError: the snapshot has no vectors.
            QueryError: the selection does not hold, or the threshold is no cosine, or ``model`` has no vectors.
        """
        from warehouse.meaning.find_moments import chosen_set
        from warehouse.meaning.narrow import without_duplicates

        chosen, given = self._selection(selection), chosen_set(self.snapshot, model)
        left = without_duplicates(self.snapshot, given, chosen.rows, threshold)
        return chosen.narrowed(left.rows, "distinct", threshold=threshold, model=given.model, **left.told)

    def spread(
        self, selection: str | pl.DataFrame | Selection, count: int, *, seed: int = 0, model: str | None = None
    ) -> Selection:
        """``count`` rows of a selection that lie far apart: one drawn by ``seed``, then ever again the furthest.

        The furthest is the one whose greatest cosine with those that are chosen is smallest; vectors are those that
        ``distinct`` compares. Rows that have none are left out; the same seed always chooses the same, in this order.

        Raises:
            HomeError: the snapshot has no vectors.
            QueryError: the selection does not hold, the count is negative, or ``model`` has no vectors.
        """
        from warehouse.meaning.find_moments import chosen_set
        from warehouse.meaning.narrow import spread_out

        chosen, given = self._selection(selection), chosen_set(self.snapshot, model)
        left = spread_out(self.snapshot, given, chosen.rows, count, seed)
        return chosen.narrowed(left.rows, "spread", count=count, seed=seed, model=given.model, **left.told)

    def plan_fetch(self, selection: Selection, options: FetchOptions | None = None) -> Plan:
        """What fetching a selection would read and write, without reading it; see ``fetch``."""
        from warehouse.fetch.fetch_videos import FetchOptions, make_plan

        return make_plan(self.fetched_from, selection, options or FetchOptions())

    def fetched_file(self, video_id: str) -> Path | None:
        """The file of a video that ``fetch`` wrote as a file of its own; None where there is none."""
        from warehouse.fetch.exports import fetched_file  # only pages need it

        return fetched_file(self.home, video_id)

    @property
    def fetched_from(self) -> Snapshot:
        """The snapshot as fetching takes it."""
        from warehouse.fetch.fetch_videos import Snapshot

        return Snapshot(self.home, self.snapshot, self.record)

    def fetch(
        self,
        selection: str | pl.DataFrame | Selection,
        target: str | Path,
        options: FetchOptions | None = None,
        on_progress: Callable[[Any], None] | None = None,
    ) -> Outcome:
        """Write the videos of a selection to a folder; what is finished there is not read again.

        ``on_progress`` gets a ``warehouse.fetch.download.VideosProgress`` from time to time.

        Raises:
            QueryError: the selection does not hold, or has ids that are not in the snapshot.
            SourceError, AccessError, HomeError: one sentence on what is wrong; finished videos stay.
        """
        from warehouse.fetch.fetch_videos import FetchOptions, fetch  # the Hub's client takes its time

        chosen = self._selection(selection)
        return fetch(
            self.fetched_from, chosen, Path(target), options or FetchOptions(), on_progress or (lambda _: None)
        )

    def clips(
        self,
        selection: str | pl.DataFrame | Selection,
        target: str | Path,
        options: FetchOptions | None = None,
        clip_options: ClipOptions | None = None,
        on_progress: Callable[[Any], None] | None = None,
    ) -> Outcome:
        """Write the moments of a selection, which has ``start_seconds`` and ``end_seconds`` too, as MP4 files.

        Raises:
            QueryError: the selection does not hold, or has no spans; or the extra ``videos`` is not installed.
            SourceError, AccessError, HomeError: one sentence on what is wrong; finished clips stay.
        """
        from warehouse.fetch.clips import ClipOptions, clips  # FFmpeg takes its time
        from warehouse.fetch.fetch_videos import FetchOptions

        chosen = self._selection(selection)
        given = options or FetchOptions(), clip_options or ClipOptions()
        return clips(self.fetched_from, chosen, Path(target), *given, on_progress or (lambda _: None))

    def _selection(self, given: str | pl.DataFrame | Selection) -> Selection:
        return self.select(given) if isinstance(given, str | pl.DataFrame) else given

    def _query(self, query: Statement, parameters: Mapping[str, Any]) -> pl.DataFrame:
        single, values = with_several(query, matched(query, parameters, self.known_values))
        return self._engine.frame(single.sql, bind(single, values))

    def known_values(self, column: str) -> list[str]:
        """The different values of a column of texts, given as ``relation.column``, by name."""
        if column not in self._known:
            relation, _, name = column.partition(".")
            values = f"SELECT DISTINCT {name} FROM {relation} WHERE {name} IS NOT NULL ORDER BY {name}"
            self._known[column] = self.sql(values).to_series().to_list()
        return self._known[column]

    def why_empty(self, query: str | Statement, /, **parameters: Any) -> str | None:
        """One sentence on which filter leaves the result of a canned query empty; None where no filter does."""
        found = self.canned(query) if isinstance(query, str) else query
        return why_empty(found, parameters, lambda values: self._query(found, values).height)

    def _not_there(self, video_id: str) -> str:
        found = self._engine.rows("SELECT * FROM rejected_records WHERE video_id = $id", {"id": video_id})
        if found:
            row = found[0]
            where = f"{row['source_file']} row {row['source_row']}"
            return f"{video_id} was rejected ({row['reason']}): see {where} in rejected_records."
        return f"There is no video {video_id} in {self.home.root}: look for it with `warehouse sql`, case matters."


def own_folder(home: Home, given: str | Path | None) -> Path:
    """The folder of a user's own queries: one that is given, or that in the home, which need not be there.

    Raises:
        QueryError: the given path is not a folder.
    """
    folder = home.queries if given is None else Path(given).expanduser().absolute()
    if folder != home.queries and not folder.is_dir():
        raise QueryError(f"{folder} is not a folder: name a folder of SQL files.")
    load_queries(folder)
    return folder


def _shown(value: object) -> str:
    return " or ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
