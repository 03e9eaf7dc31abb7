"""The one declaration of the tables: what each row is, and where in the source record each column comes from.

Everything else is derived from ``TABLES``: Arrow schemas, the shape of the source record, the normalizer and its
inverse, ``sql/schema.sql``, view comments, the data dictionary and the detection of drift.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property


class Type(Enum):
    """What a source value must be to be understood, and hence the type of its column."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    TIMESTAMP = "timestamp"  # text HH:MM:SS.mmm in the source, seconds here
    DATE = "date"  # text YYYYMMDD in the source
    MOMENT = "moment"  # a point in time of the ingestion; never from the source


@dataclass(frozen=True)
class Column:
    """A column: ``path`` leads from the table's element to the source value ("" is the element itself)."""

    name: str
    path: str | None
    type: Type
    doc: str
    unit: str = ""
    nullable: bool = True
    check: str = ""


@dataclass(frozen=True)
class Table:
    """A table: one row per element of ``source``, a list in the record ("" is the record itself)."""

    name: str
    source: str | None
    row: str
    doc: str
    columns: tuple[Column, ...]
    index: str = ""
    primary_key: tuple[str, ...] = ()

    @cached_property
    def parent(self) -> Table | None:
        """The table whose elements hold this table's list."""
        if not self.source:
            return None
        outer = self.source.removesuffix("[]").rpartition("[]")
        return next(t for t in TABLES if t.source == outer[0] + outer[1])

    @cached_property
    def lineage(self) -> tuple[Table, ...]:
        """The tables from ``videos`` down to this one."""
        return (*(self.parent.lineage if self.parent else ()), self)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The names of the primary key's columns, outermost first."""
        if self.source is None:
            return self.primary_key
        return ("video_id", *(t.index for t in self.lineage if t.index))

    @cached_property
    def list_path(self) -> str:
        """The path of the list within the parent's element, such as ``mood.keyMoments``."""
        return (self.source or "").removesuffix("[]").rpartition("[]")[2].lstrip(".")

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        """The key's columns, then the declared ones."""
        if not self.source:
            return self.columns
        return (*(_key_column(self, name) for name in self.key), *self.columns)

    def source_path(self, column: Column) -> str | None:
        """The full path of a column in the source record, or None where it is not taken from it."""
        if column.path is None or self.source is None:
            return None
        return ".".join(part for part in (self.source, column.path) if part)


def _key_column(table: Table, name: str) -> Column:
    if name == "video_id":
        return Column(name, None, Type.TEXT, "The video, see `videos.video_id`.", nullable=False)
    owner = next(t for t in table.lineage if t.index == name)
    doc = f"Position in `{owner.source}`, counted from 1."
    return Column(name, None, Type.INTEGER, doc, nullable=False, check=f"{name} >= 1")


def _text(name: str, path: str | None, doc: str, *, nullable: bool = True) -> Column:
    return Column(name, path, Type.TEXT, doc, nullable=nullable)


def _integer(
    name: str, path: str | None, doc: str, unit: str = "", check: str = "", *, nullable: bool = True
) -> Column:
    return Column(name, path, Type.INTEGER, doc, unit, nullable, check)


def _seconds(name: str, path: str, doc: str) -> Column:
    return Column(name, path, Type.TIMESTAMP, doc, "seconds", check=f"{name} >= 0")


def _span(path: str, what: str) -> tuple[Column, Column]:
    return (
        _seconds("start_seconds", f"{path}.start_timestamp", f"When {what} starts; null where no time was given."),
        _seconds("end_seconds", f"{path}.end_timestamp", f"When {what} ends; often equal to the start."),
    )


VIDEOS = Table(
    name="videos",
    source="",
    row="video",
    doc="One video: what YouTube says of it, what language models wrote about it as a whole, and where it was read.",
    primary_key=("video_id",),
    columns=(
        _text(
            "video_id",
            None,
            "The YouTube id, from `original_video_filename`, else from `original_json_filename`, "
            "else `<source file>#<row>`.",
            nullable=False,
        ),
        _text("youtube_title", "youtube_title", "The title on YouTube."),
        _text("youtube_channel", "youtube_channel", "The channel; with the title it is the video's attribution."),
        _text("content_parent_category", "content_parent_category", "The broad category, a language model's guess."),
        _text(
            "content_fine_category",
            "content_fine_category",
            "The fine category, a language model's guess; two names exist under two parents, so use both columns.",
        ),
        _integer("duration_seconds", "duration_seconds", "The length, rounded to whole seconds.", "seconds"),
        _text("resolution", "resolution", "Width and height as published, such as 640x360; portrait included."),
        _integer("width", None, "Width, read from `resolution`.", "pixels", "width > 0"),
        _integer("height", None, "Height, read from `resolution`.", "pixels", "height > 0"),
        Column("fps", "content_metadata.fps", Type.NUMBER, "Frame rate of the video.", "frames per second"),
        Column("upload_date", "youtube_upload_date", Type.DATE, "The day of the upload to YouTube."),
        _integer("youtube_view_count", "youtube_view_count", "Views; 0 often means unknown."),
        _integer("youtube_like_count", "youtube_like_count", "Likes; 0 often means unknown."),
        _integer("youtube_comment_count", "youtube_comment_count", "Comments; 0 often means unknown."),
        _integer(
            "youtube_channel_follower_count",
            "youtube_channel_follower_count",
            "Followers of the channel; 0 often means unknown.",
        ),
        _integer("youtube_age_limit", "youtube_age_limit", "Minimum age by YouTube's rules; 0 for none.", "years"),
        _text("youtube_description", "youtube_description", "The description on YouTube."),
        _text("title", "content_metadata.title", "A title for the video, written by a language model."),
        _text("description", "content_metadata.description", "What the video shows, by a language model."),
        _text(
            "storyline_description",
            "content_metadata.storylines.description",
            "The storyline; its scenes are in `storyline_scenes`.",
        ),
        _text("climax_description", "content_metadata.storylines.climax.description", "The climax of the story."),
        _seconds(
            "climax_at_seconds",
            "content_metadata.storylines.climax.timestamp",
            "When the climax happens; null in about one video of ten.",
        ),
        _text(
            "text_to_speech",
            "text_to_speech",
            "The transcript in one piece: YouTube's captions, lower case, with marks such as [Music].",
        ),
        _integer("text_to_speech_word_count", "text_to_speech_word_count", "Words in `text_to_speech`.", "words"),
        _text("original_video_filename", "original_video_filename", "`<YouTube id>.mp4`."),
        _text("original_json_filename", "original_json_filename", "`<YouTube id>.json`."),
        _text("source_file", None, "The file that the record was read from, see `source_files`.", nullable=False),
        _integer(
            "source_row", None, "The record's row in that file, counted from 1.", "", "source_row >= 1", nullable=False
        ),
    ),
)

SOURCE_TABLES: tuple[Table, ...] = (
    VIDEOS,
    Table(
        "youtube_categories",
        "youtube_categories[]",
        "label",
        "YouTube's own category labels of a video, usually one.",
        (_text("category", "", "The label, such as Sports."),),
        "category_index",
    ),
    Table(
        "youtube_tags",
        "youtube_tags[]",
        "label",
        "The tags that the uploader gave; many videos have none.",
        (_text("tag", "", "The tag."),),
        "tag_index",
    ),
    Table(
        "transcript_segments",
        "timecoded_text_to_speech[]",
        "segment",
        "The timed transcript, from another recogniser than `videos.text_to_speech`: the two disagree.",
        (
            _seconds("start_seconds", "start", "When the segment starts."),
            _seconds("end_seconds", "end", "When the segment ends."),
            _text("text", "text", "What was said; usually begins with a blank, some segments loop on a phrase."),
        ),
        "segment_index",
    ),
    Table(
        "characters",
        "content_metadata.characterList[]",
        "character",
        "Who or what appears in a video.",
        (
            _text("character_id", "characterId", "The annotator's id within the video; not a key."),
            _text("name", "name", "The name, often a description such as Woman 1."),
            _text("description", "description", "How the character looks."),
        ),
        "character_index",
    ),
    Table(
        "qa_pairs",
        "content_metadata.qAndA[]",
        "question",
        "Questions about the video with their answers, nearly always five.",
        (_text("question", "question", "The question."), _text("answer", "answer", "The answer.")),
        "qa_index",
    ),
    Table(
        "trimming_suggestions",
        "content_metadata.trimmingSuggestions[]",
        "suggestion",
        "What could be cut. The times of all published suggestions lie in the LAST scene, by a fault upstream: "
        "they say what to cut, not where.",
        (
            _text("description", "description", "What to cut, and why."),
            *_span("timestamps", "the suggested cut"),
        ),
        "suggestion_index",
    ),
    Table(
        "storyline_scenes",
        "content_metadata.storylines.scenes[]",
        "scene reference",
        "The scenes that make the storyline, in order.",
        (_integer("scene_id", "", "The annotator's scene id, see `scenes.scene_id`; it may match no scene."),),
        "position",
    ),
    Table(
        "scenes",
        "content_metadata.scenes[]",
        "scene",
        "The scenes of a video. They tile it: each starts a frame after the one before it ends.",
        (
            _integer("scene_id", "sceneId", "The annotator's id, usually 1..n; data, not a key."),
            _text("title", "title", "A title for the scene."),
            *_span("timestamps", "the scene"),
            _text(
                "mood_description",
                "mood.description",
                "The mood as free text, usually a label first: `Excited. The fast-paced editing ...`.",
            ),
            Column(
                "dynamism_score",
                "dynamismScore",
                Type.NUMBER,
                "How dynamic the scene is, a language model's score on a 0.1 grid.",
                "0 to 1",
            ),
            Column(
                "audio_visual_correlation",
                "audioVisualCorrelation",
                Type.NUMBER,
                "How well sound and picture fit, a language model's score; exactly 0 in one scene of twenty.",
                "0 to 1",
            ),
            _text("thematic_elements", "thematicElements", "Themes of the scene; empty where none was written."),
            _text("contextual_relevance", "contextualRelevance", "Why the scene matters; often empty."),
        ),
        "scene_index",
    ),
    Table(
        "activities",
        "content_metadata.scenes[].activities[]",
        "activity",
        "What is done in a scene. Times are whole seconds, clamped into the scene.",
        (_text("description", "description", "What is done."), *_span("timestamp", "the activity")),
        "activity_index",
    ),
    Table(
        "props",
        "content_metadata.scenes[].props[]",
        "prop",
        "Things that are seen in a scene. Times are whole seconds, clamped into the scene.",
        (_text("name", "name", "The thing."), *_span("timestamp", "its appearance")),
        "prop_index",
    ),
    Table(
        "editing_details",
        "content_metadata.scenes[].videoEditingDetails[]",
        "edit",
        "How a scene is edited: cuts, transitions, effects.",
        (_text("description", "description", "The edit."), *_span("timestamps", "the edit")),
        "edit_index",
    ),
    Table(
        "mood_changes",
        "content_metadata.scenes[].mood.keyMoments[]",
        "change",
        "Moments at which the mood of a scene changes.",
        (
            _text("change_description", "changeDescription", "How the mood changes."),
            _seconds("at_seconds", "timestamp", "When it changes."),
        ),
        "change_index",
    ),
    Table(
        "narrative_events",
        "content_metadata.scenes[].narrativeProgression[]",
        "event",
        "The steps by which a scene tells its story.",
        (
            _text("description", "description", "What happens."),
            _seconds("at_seconds", "timestamp", "When it happens."),
        ),
        "event_index",
    ),
    Table(
        "scene_cast",
        "content_metadata.scenes[].cast[]",
        "name",
        "Who is in a scene: mostly names of `characters`, sometimes their ids, sometimes neither.",
        (_text("name", "", "The name as written in the scene."),),
        "cast_index",
    ),
    Table(
        "character_interactions",
        "content_metadata.scenes[].characterInteraction[]",
        "interaction",
        "How characters of a scene deal with each other.",
        (_text("description", "description", "The interaction."),),
        "interaction_index",
    ),
    Table(
        "interaction_characters",
        "content_metadata.scenes[].characterInteraction[].characters[]",
        "name",
        "Who takes part in an interaction.",
        (_text("name", "", "The name as written in the interaction."),),
        "character_index",
    ),
)

SOURCE_FILES = Table(
    "source_files",
    None,
    "source file",
    "The files that the snapshot was built from.",
    (
        _text("source_file", None, "The file's name within the source.", nullable=False),
        _text("revision", None, "The commit of a source on the Hub; null for local files."),
        _text(
            "fingerprint",
            None,
            "What identifies the file's content: a sha256 with what it was computed from.",
            nullable=False,
        ),
        _integer("rows", None, "Records in the file, rejected ones included.", "records", "rows >= 0", nullable=False),
        _integer("bytes", None, "Size of the file.", "bytes", "bytes >= 0", nullable=False),
        Column("ingested_at", None, Type.MOMENT, "When the run that read it began, in UTC.", nullable=False),
    ),
    primary_key=("source_file",),
)

INGEST_ISSUES = Table(
    "ingest_issues",
    None,
    "issue",
    "What could not be read as declared. With `raw`, the source record can be rebuilt exactly.",
    (
        _text("source_file", None, "The file.", nullable=False),
        _integer("source_row", None, "The record's row, counted from 1; null where the whole file is meant."),
        _text("video_id", None, "The video; null where the whole file is meant or the record was rejected."),
        _text("kind", None, "What is the matter: see `warehouse.model.issues.Kind`.", nullable=False),
        _text(
            "path",
            None,
            "The place in the record's declared shape, such as `content_metadata.scenes[].title`.",
            nullable=False,
        ),
        _text("pointer", None, "The exact place, a JSON Pointer (RFC 6901, counted from 0); null for a whole file."),
        _text("detail", None, "What was found and what was expected.", nullable=False),
        _text("raw", None, "The source value as JSON text; null where the source has none."),
    ),
)

REJECTED_RECORDS = Table(
    "rejected_records",
    None,
    "record",
    "Records that could not be loaded at all.",
    (
        _text("source_file", None, "The file.", nullable=False),
        _integer("source_row", None, "The record's row, counted from 1.", "", "source_row >= 1", nullable=False),
        _text("video_id", None, "The id that the record claims; null where none can be read."),
        _text("reason", None, "Why it was rejected.", nullable=False),
        _text(
            "encoding",
            None,
            "What `raw` holds: `json`, `text` (not valid JSON) or `base64` (not valid text).",
            nullable=False,
        ),
        _text("raw", None, "The record as it is in the source.", nullable=False),
    ),
    primary_key=("source_file", "source_row"),
)

BOOKKEEPING_TABLES: tuple[Table, ...] = (SOURCE_FILES, INGEST_ISSUES, REJECTED_RECORDS)
TABLES: tuple[Table, ...] = (*SOURCE_TABLES, *BOOKKEEPING_TABLES)
TABLE = {table.name: table for table in TABLES}
