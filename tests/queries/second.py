"""The hardest views and queries, computed a second time in Polars and plain Python from the tables.

Each function gives the rows that the relation of its name has without a limit, in any order.
"""

from __future__ import annotations

import hashlib
import math
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import polars as pl

from warehouse.session import Warehouse

Rows = list[dict[str, Any]]
SECOND: dict[str, Callable[[Warehouse], pl.DataFrame]] = {}


def second(compute: Callable[[Warehouse], pl.DataFrame]) -> Callable[[Warehouse], pl.DataFrame]:
    SECOND[compute.__name__] = compute
    return compute


def table(wh: Warehouse, name: str) -> pl.DataFrame:
    return wh.scan(name).collect()


def by_video(wh: Warehouse, name: str) -> defaultdict[str, Rows]:
    found: defaultdict[str, Rows] = defaultdict(list)
    for row in table(wh, name).to_dicts():
        found[row["video_id"]].append(row)
    return found


def by_scene(wh: Warehouse, name: str) -> defaultdict[tuple[str, int], Rows]:
    found: defaultdict[tuple[str, int], Rows] = defaultdict(list)
    for row in table(wh, name).to_dicts():
        found[row["video_id"], row["scene_index"]].append(row)
    return found


def videos(wh: Warehouse) -> pl.DataFrame:
    return table(wh, "videos").rename(
        {"content_parent_category": "parent_category", "content_fine_category": "fine_category"}
    )


def clipped(wh: Warehouse, name: str) -> pl.DataFrame:
    """A table with its spans cut at the end of their videos, and ``after``: it begins a second or more behind it."""
    end = pl.when(pl.col("duration_seconds") > 0).then(pl.col("duration_seconds"))
    after = (pl.col("start_seconds") >= end + 1).fill_null(False).alias("after")
    cut = pl.min_horizontal(pl.col("start_seconds"), end), pl.min_horizontal(pl.col("end_seconds"), end)
    given = [
        pl.when(pl.col(c).is_not_null()).then(v).alias(c)
        for c, v in zip(("start_seconds", "end_seconds"), cut, strict=True)
    ]
    lengths = table(wh, "videos").select("video_id", "duration_seconds")
    return table(wh, name).join(lengths, "video_id", maintain_order="left").with_columns(after, *given)


def clipped_by_video(wh: Warehouse, name: str) -> defaultdict[str, Rows]:
    found: defaultdict[str, Rows] = defaultdict(list)
    for row in clipped(wh, name).to_dicts():
        found[row["video_id"]].append(row)
    return found


def speech(wh: Warehouse) -> defaultdict[str, Rows]:
    """The segments in which something is said: a letter or a digit, and not behind the end of the video."""
    found = clipped_by_video(wh, "transcript_segments")
    for video_id, rows in found.items():
        found[video_id] = [row for row in rows if not row["after"] and any(map(str.isalnum, row["text"] or ""))]
    return found


def span(row: dict[str, Any]) -> tuple[float, float] | None:
    start, end = row["start_seconds"], row["end_seconds"]
    return (start, end) if None not in (start, end) and start < end else None


def union(spans: list[tuple[float, float]], within: tuple[float, float] = (0.0, float("inf"))) -> float:
    """The seconds that are in one of the spans, or in several."""
    total, until = 0.0, within[0]
    for start, end in sorted(spans):
        total += max(0.0, min(end, within[1]) - max(start, until))
        until = max(until, end)
    return total


def words(text: str) -> int:
    return len(text.split(" ")) if (text := text.strip(" ")) else 0


def watch_url(video_id: str, at: float | None) -> str:
    return f"https://www.youtube.com/watch?v={video_id}" + (f"&t={int(at)}s" if at is not None else "")


def share_of_all(column: str = "videos") -> pl.Expr:
    return (pl.col(column) / pl.col(column).sum()).alias("share")


def per_minute(column: str) -> pl.Expr:
    return pl.when(pl.col("duration_seconds") > 0).then(pl.col(column).fill_null(0) * 60 / pl.col("duration_seconds"))


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Wilson's interval of a share, by its usual formula."""
    p, z = hits / n, 1.96
    middle, reach = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)


@second
def segment_overlaps(wh: Warehouse) -> pl.DataFrame:
    scenes, found = clipped_by_video(wh, "scenes"), []
    for video_id, segments in speech(wh).items():
        before: list[tuple[float, float]] = []
        for segment in sorted(filter(span, segments), key=lambda row: (*span(row), row["segment_index"])):  # type: ignore[misc]
            start, end = span(segment) or (0, 0)
            for scene in filter(span, scenes[video_id]):
                first, last = max(start, scene["start_seconds"]), min(end, scene["end_seconds"])
                if first < last:
                    spoken = union([*before, (start, end)], (first, last)) - union(before, (first, last))
                    number = words(segment["text"])
                    part = number * (last - first) / (end - start)
                    found.append(
                        (video_id, segment["segment_index"], scene["scene_index"], last - first, spoken, number, part)
                    )
            before.append((start, end))
    columns = ["video_id", "segment_index", "scene_index", "overlap_seconds", "spoken_seconds", "words", "words_within"]
    return pl.DataFrame(found, columns, orient="row", infer_schema_length=None)


@second
def segment_scenes(wh: Warehouse) -> pl.DataFrame:
    best: dict[tuple[str, int], tuple[float, int, int]] = {}
    for video_id, segment, scene, overlap, _, number, _ in segment_overlaps(wh).rows():
        best[video_id, segment] = max(best.get((video_id, segment), (0.0, 0, 0)), (overlap, -scene, number))
    return pl.DataFrame(
        [(*key, -scene, overlap, number) for key, (overlap, scene, number) in best.items()],
        ["video_id", "segment_index", "scene_index", "overlap_seconds", "words"],
        orient="row",
    )


@second
def scene_speech(wh: Warehouse) -> pl.DataFrame:
    said, found = speech(wh), []
    for scene in clipped(wh, "scenes").to_dicts():
        within, number, segments, spans = span(scene), 0.0, 0, []
        for segment in filter(span, said[scene["video_id"]]):
            start, end = span(segment) or (0, 0)
            if within and (overlap := min(end, within[1]) - max(start, within[0])) > 0:
                segments, number = segments + 1, number + words(segment["text"]) * overlap / (end - start)
                spans.append((start, end))
        seconds = union(spans, within) if within else 0
        share = min(seconds / (within[1] - within[0]), 1) if within else None
        found.append((scene["video_id"], scene["scene_index"], segments, number, seconds, share))
    columns = ["video_id", "scene_index", "segments", "words", "speech_seconds", "speech_share"]
    return pl.DataFrame(found, columns, orient="row", infer_schema_length=None)


@second
def video_speech(wh: Warehouse) -> pl.DataFrame:
    found = [
        (
            video_id,
            len(rows),
            sum(words(row["text"]) for row in rows),
            union([timed for row in rows if (timed := span(row))]),
            max((row["end_seconds"] for row in rows if row["end_seconds"] is not None), default=None),
        )
        for video_id, rows in speech(wh).items()
        if rows
    ]
    columns = ["video_id", "segments", "words", "speech_seconds", "last_end_seconds"]
    return pl.DataFrame(found, columns, orient="row", infer_schema_length=None)


@second
def segment_loops(wh: Warehouse) -> pl.DataFrame:
    found = []
    for video_id, rows in speech(wh).items():
        texts = [row["text"].strip(" ").lower() for row in rows]
        for place, (row, text) in enumerate(zip(rows, texts, strict=True)):
            times = text.count(text[:12]) if len(text) >= 60 else 0
            run = any(
                len(set(texts[first : first + 3])) == 1
                for first in range(max(place - 2, 0), place + 1)
                if first + 3 <= len(texts)
            )
            if times >= 5 or run:
                found.append((video_id, row["segment_index"], times if times >= 5 else None, run, text[:12]))
    columns = {"video_id": pl.String, "segment_index": pl.Int64, "times": pl.Int64, "is_in_run": pl.Boolean}
    return pl.DataFrame(found, columns | {"phrase": pl.String}, orient="row")


@second
def speech_clips(wh: Warehouse) -> pl.DataFrame:
    loops = set(segment_loops(wh).select("video_id", "segment_index").iter_rows())
    found = []
    for video_id, rows in speech(wh).items():
        for row in rows:
            start, end = span(row) or (0, 0)
            milliseconds = round(end * 1000) - round(start * 1000)
            if not 3_000 <= milliseconds <= 30_000 or (video_id, row["segment_index"]) in loops:
                continue
            number = words(row["text"])
            if milliseconds <= number * 60_000 / 60 and number * 60_000 <= 300 * milliseconds:
                pace = number * 60_000 / milliseconds
                text, url = row["text"].strip(" "), watch_url(video_id, start)
                found.append((video_id, row["segment_index"], start, end, milliseconds / 1000, number, pace, text, url))
    columns = ["video_id", "segment_index", "start_seconds", "end_seconds", "seconds", "words", "words_per_minute"]
    return pl.DataFrame(found, [*columns, "text", "watch_url"], orient="row", infer_schema_length=None)


def fold(name: str) -> str:
    return name.lower().replace(" ", "")


def aliases(name: str) -> set[str]:
    """What a name with brackets is called beside it: what stands ahead of them, in them and behind them."""
    pieces = re.split(r"[()]", fold(name))
    return {alias for piece in pieces for alias in (piece, *piece.split(","))} - {""} if len(pieces) > 1 else set()


def meant(name: str, characters: Rows) -> tuple[int | None, str | None, str]:
    """Index and name of the character that a name means, and by which rule."""
    rules: dict[str, Callable[[dict[str, Any]], bool]] = {
        "name": lambda character: character["name"] == name,
        "character_id": lambda character: character["character_id"] == name,
        "folded name": lambda character: fold(character["name"]) == fold(name),
        "alias": lambda character: (
            fold(name) in aliases(character["name"]) or fold(character["name"]) in aliases(name) - {""}
        ),
    }
    for how, rule in rules.items() if fold(name) else ():
        matches = [
            (character["character_index"], character["name"], how) for character in characters if rule(character)
        ]
        if len(matches) == 1 or (matches and how != "alias"):
            return matches[0]
    return None, None, "none"


@second
def resolved_cast(wh: Warehouse) -> pl.DataFrame:
    characters = by_video(wh, "characters")
    found = [
        (*row.values(), *meant(row["name"], characters[row["video_id"]])) for row in table(wh, "scene_cast").to_dicts()
    ]
    columns = ["video_id", "scene_index", "cast_index", "name", "character_index", "character_name", "how"]
    return pl.DataFrame(found, columns, orient="row", infer_schema_length=None)


def named(vocabulary: pl.DataFrame, sentences: list[list[str]]) -> set[str]:
    """The classes of which a phrase occurs in a sentence, each of them given by its words."""
    texts = [f" {' '.join(sentence)} " for sentence in sentences]
    return {
        class_
        for class_, phrase in vocabulary.iter_rows()
        for pattern in [rf" {re.escape(phrase).replace(chr(92) + '*', '[a-z]*')} "]
        if any(re.search(pattern, text) for text in texts)
    }


def cut_sentences(text: str) -> list[list[str]]:
    return [re.findall("[a-z]+", sentence) for sentence in re.split("[.;:!?]", text)]


@second
def edit_techniques(wh: Warehouse) -> pl.DataFrame:
    vocabulary, found = wh.sql("SELECT technique, phrase FROM technique_words"), []
    for row in table(wh, "editing_details").to_dicts():
        text = re.sub('["\u201c][^"\u201c\u201d]*["\u201d]', " quoted ", f" {row['description'] or ''} ".lower())
        text = re.sub("(?<![a-z'])['\u2018][^'\u2018\u2019]*['\u2019]", " quoted ", text)
        sentences = []
        for words_ in cut_sentences(text):
            sentence = " ".join(words_).replace("not only", "").replace("cross fade", "crossfade")
            for part in sentence.split(" but "):
                affirmed = re.split(r"\b(?:no|not|nor|without|lack of)\b", part)[0]
                sentences.append(re.sub(r"\b(text|logo|address) overlay", r"\1", affirmed).split())
        kinds = named(vocabulary, sentences) or {"other"}
        kinds = kinds if (row["description"] or "").strip(" ") else {"not given"}
        found += [(row["video_id"], row["scene_index"], row["edit_index"], kind) for kind in kinds]
    return pl.DataFrame(found, ["video_id", "scene_index", "edit_index", "technique"], orient="row")


@second
def suggestion_reasons(wh: Warehouse) -> pl.DataFrame:
    vocabulary, found = wh.sql("SELECT reason, phrase FROM trimming_words"), []
    for row in table(wh, "trimming_suggestions").to_dicts():
        text = re.sub("['\u2019]", "", (row["description"] or "").lower())
        text = re.sub("unnecessary[^a-z.;:!?]+repetition", "repetition", text)
        sentences = cut_sentences(text)
        kinds = named(vocabulary, [[word for sentence in sentences for word in [*sentence, "/"]]])
        starts = vocabulary.filter(pl.col("phrase").str.starts_with(". ")).iter_rows()
        kinds |= {
            reason
            for reason, phrase in starts
            if any(" ".join(words).startswith(phrase.strip(". *")) for words in sentences)
        }
        kinds = kinds or {"other"} if (row["description"] or "").strip(" ") else {"not given"}
        found += [(row["video_id"], row["suggestion_index"], kind) for kind in kinds]
    return pl.DataFrame(found, ["video_id", "suggestion_index", "reason"], orient="row")


@second
def editing_techniques(wh: Warehouse) -> pl.DataFrame:
    grouped = edit_techniques(wh).group_by("technique")
    found = grouped.agg(pl.len().alias("edits"), pl.col("video_id").n_unique().alias("videos"))
    of_videos = videos(wh).height
    return found.with_columns(of_videos=pl.lit(of_videos), video_share=pl.col("videos") / of_videos)


@second
def trimming_reasons(wh: Warehouse) -> pl.DataFrame:
    grouped = suggestion_reasons(wh).group_by("reason")
    found = grouped.agg(pl.len().alias("suggestions"), pl.col("video_id").n_unique().alias("videos"))
    of_suggestions = table(wh, "trimming_suggestions").height
    return found.with_columns(of_suggestions=pl.lit(of_suggestions), share=pl.col("suggestions") / of_suggestions)


@second
def video_profile(wh: Warehouse) -> pl.DataFrame:
    found = videos(wh)
    counted = {
        "activities": "activities", "props": "props", "editing_details": "edits", "mood_changes": "mood_changes",
        "narrative_events": "narrative_events", "characters": "characters", "scenes": "scenes",
    }  # fmt: skip
    for name, column in counted.items():
        counts = table(wh, name).group_by("video_id").agg(pl.len().alias(column))
        found = found.join(counts, "video_id", "left").with_columns(pl.col(column).fill_null(0))
    length = pl.col("end_seconds") - pl.col("start_seconds")
    spans = clipped_by_video(wh, "scenes")
    covered = pl.DataFrame(
        [(video_id, union([timed for row in rows if (timed := span(row))])) for video_id, rows in spans.items()],
        ["video_id", "scene_seconds"],
        orient="row",
    )
    shown = (
        clipped(wh, "scenes")
        .group_by("video_id")
        .agg(
            length.filter(length > 0).mean().alias("mean_scene_seconds"),
            pl.col("dynamism_score").mean().alias("mean_dynamism"),
            pl.col("audio_visual_correlation")
            .filter(pl.col("audio_visual_correlation") != 0)
            .mean()
            .alias("correlation"),
        )
    )
    for frame in (video_speech(wh), covered, shown):
        found = found.join(frame, "video_id", "left")
    climax = pl.col("climax_at_seconds")
    duration = pl.when(pl.col("duration_seconds") > 0).then(pl.col("duration_seconds"))
    return found.select(
        *("video_id", "youtube_title", "youtube_channel", "parent_category", "fine_category", "duration_seconds"),
        *("scenes", "activities", "props", "edits", "narrative_events", "mood_changes", "characters"),
        pl.col("segments", "words").fill_null(0),
        "mean_scene_seconds",
        per_minute("edits").alias("edits_per_minute"),
        per_minute("narrative_events").alias("events_per_minute"),
        per_minute("words").alias("words_per_minute"),
        (pl.col("speech_seconds").fill_null(0) / duration).clip(upper_bound=1).alias("speech_coverage"),
        (pl.col("scene_seconds").fill_null(0) / duration).clip(upper_bound=1).alias("scene_coverage"),
        "mean_dynamism",
        pl.col("correlation").alias("mean_correlation"),
        pl.when(climax <= duration).then(climax / duration).alias("climax_position"),
        ("https://www.youtube.com/watch?v=" + pl.col("video_id")).alias("watch_url"),
    )


@second
def moments(wh: Warehouse) -> pl.DataFrame:
    shapes = {
        "activity": ("activities", "activity_index", "start_seconds", "end_seconds", "description"),
        "prop": ("props", "prop_index", "start_seconds", "end_seconds", "name"),
        "edit": ("editing_details", "edit_index", "start_seconds", "end_seconds", "description"),
        "narrative_event": ("narrative_events", "event_index", "at_seconds", "at_seconds", "description"),
        "mood_change": ("mood_changes", "change_index", "at_seconds", "at_seconds", "change_description"),
        "speech": ("transcript_segments", "segment_index", "start_seconds", "end_seconds", "text"),
    }
    found = [
        (
            row["video_id"], kind, row.get("scene_index"), row[index], row[start], row[end],
            row[text].strip(" ") if kind == "speech" else row[text],
        )
        for kind, (name, index, start, end, text) in shapes.items()
        for row in table(wh, name).to_dicts()
    ]  # fmt: skip
    for video in table(wh, "videos").to_dicts():
        at, text = video["climax_at_seconds"], video["climax_description"]
        if at is not None or text is not None:
            found.append((video["video_id"], "climax", None, 1, at, at, text))
    return pl.DataFrame(
        [(*row, watch_url(row[0], row[4])) for row in found],
        ["video_id", "kind", "scene_index", "position", "start_seconds", "end_seconds", "text", "watch_url"],
        orient="row",
        infer_schema_length=None,
    )


@second
def mood_and_views(wh: Warehouse) -> pl.DataFrame:
    moods: defaultdict[str, set[str]] = defaultdict(set)
    for row in table(wh, "scene_moods").to_dicts():
        moods[row["mood"]].add(row["video_id"])
    counts = {row["video_id"]: row for row in table(wh, "videos").to_dicts() if row["youtube_view_count"]}
    found = []
    for mood, members in moods.items():
        seen = [counts[video] for video in members if video in counts]
        views, n = sorted(row["youtube_view_count"] for row in seen), len(seen)
        reach = 0.98 * math.sqrt(n)
        ends = (max(math.floor(n / 2 - reach), 1), min(math.ceil(n / 2 + 1 + reach), n))
        low, high = (views[end - 1] if n >= 6 else None for end in ends)
        likes = [
            row["youtube_like_count"] * 1000 / row["youtube_view_count"] for row in seen if row["youtube_like_count"]
        ]
        if mood and seen:
            found.append((mood, n, median(views), low, high, len(likes), median(likes)))
    columns = ["mood", "videos", "median_views", "median_views_low", "median_views_high", "with_likes"]
    return pl.DataFrame(found, [*columns, "median_likes_per_1000"], orient="row", infer_schema_length=None)


@second
def mood_mix(wh: Warehouse) -> pl.DataFrame:
    found: defaultdict[tuple[Any, ...], list[tuple[str, float]]] = defaultdict(list)
    lengths = {(row["video_id"], row["scene_index"]): span(row) or (0, 0) for row in clipped(wh, "scenes").to_dicts()}
    for row in table(wh, "scene_moods").to_dicts():
        start, end = lengths[row["video_id"], row["scene_index"]]
        key = tuple(row[column] for column in ("mood", "family", "in_taxonomy", "valence"))
        found[key].append((row["video_id"], end - start))
    total, seconds = sum(map(len, found.values())), sum(length for rows in found.values() for _, length in rows)
    mix = [
        (*key, len(rows), len({video for video, _ in rows}), total, len(rows) / total, time, time / seconds)
        for key, rows in found.items()
        for time in [sum(length for _, length in rows)]
    ]
    columns = ["mood", "family", "in_taxonomy", "valence", "scenes", "videos", "of_scenes", "share"]
    return pl.DataFrame(mix, [*columns, "seconds", "time_share"], orient="row", infer_schema_length=None)


@second
def mood_transitions(wh: Warehouse) -> pl.DataFrame:
    return transitions(wh, "mood")


def transitions(wh: Warehouse, by: str) -> pl.DataFrame:
    moods = table(wh, "scene_moods").sort("video_id", "scene_index")
    pairs = [
        (now["video_id"], now[by], following[by])
        for now, following in pairwise(moods.to_dicts())
        if now["video_id"] == following["video_id"] and now[by] and following[by]
    ]
    counted = pl.DataFrame(pairs, ["video_id", "from_mood", "to_mood"], orient="row").group_by("from_mood", "to_mood")
    times = counted.agg(pl.len().alias("times"), pl.col("video_id").n_unique().alias("videos"))
    of_times = pl.col("times").sum().over("from_mood")
    return times.with_columns(of_times.alias("of_times"), (pl.col("times") / of_times).alias("share"))


@second
def mood_arc(wh: Warehouse) -> pl.DataFrame:
    valences = {
        (row["video_id"], row["scene_index"]): row["valence"] for row in wh.sql("SELECT * FROM scene_moods").to_dicts()
    }
    scenes, found = by_video(wh, "scenes"), []
    for video in table(wh, "videos").to_dicts():
        for part in range(1, 11):
            middle = video["duration_seconds"] * (part - 0.5) / 10
            for scene in scenes[video["video_id"]]:
                valence = valences[video["video_id"], scene["scene_index"]]
                if valence and span(scene) and scene["start_seconds"] <= middle < scene["end_seconds"]:
                    found.append((part, video["video_id"], valence == "positive", valence == "negative"))
    arc = []
    for part in range(1, 11):
        there = [row for row in found if row[0] == part]
        n, positive, negative = len(there), sum(row[2] for row in there), sum(row[3] for row in there)
        measured: list[float | None] = [None] * 7
        if n:
            shares_of = [(hits / n, *wilson(hits, n)) for hits in (positive, negative)]
            measured = [*shares_of[0], *shares_of[1], (positive - negative) / n]
        arc.append((part, (part - 0.5) / 10, len({row[1] for row in there}), n, *measured))
    columns = ["part", "position", "videos", "scenes"]
    columns += [f"{kind}_share{end}" for kind in ("positive", "negative") for end in ("", "_low", "_high")]
    return pl.DataFrame(arc, [*columns, "balance"], orient="row", infer_schema_length=None)


@second
def climax_position(wh: Warehouse) -> pl.DataFrame:
    at, duration = pl.col("climax_at_seconds"), pl.col("duration_seconds")
    placed = videos(wh).filter((duration > 0) & (at <= duration + 1))
    part = (at / duration * 10).floor().clip(upper_bound=9).cast(pl.Int64) + 1
    counted = placed.group_by(part.alias("part")).agg(pl.len().alias("videos"))
    parts = (
        pl.DataFrame({"part": range(1, 11)}).join(counted, "part", "left").with_columns(pl.col("videos").fill_null(0))
    )
    return parts.select("part", ((pl.col("part") - 1) / 10).alias("from_share"), "videos", share_of_all())


@second
def storyline_lengths(wh: Warehouse) -> pl.DataFrame:
    scenes, storylines, found = by_video(wh, "scenes"), by_video(wh, "storyline_scenes"), []
    for video_id in table(wh, "videos")["video_id"]:
        named = {row["scene_id"] for row in storylines[video_id]}
        known = sum(scene["scene_id"] in named for scene in scenes[video_id])
        total = len(scenes[video_id])
        found.append((known, total, known / total if total else None))
    return counted_by_class(
        [(known, (total, share)) for known, total, share in found],
        lambda rows: (
            len(rows),
            mean([total for total, _ in rows]),
            sum(total > 0 for total, _ in rows),
            mean([share for _, share in rows]),
        ),
        ["storyline_scenes", "videos", "mean_scenes", "with_scenes", "mean_share"],
        first=0,
    )


def mean(values: list[Any]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def counted_by_class(
    found: Sequence[tuple[int | None, Any]],
    measured: Callable[[list[Any]], tuple[Any, ...]],
    columns: list[str],
    first: int | None = None,
    last: int | None = None,
) -> pl.DataFrame:
    """What is measured of the members of each class, of empty ones between the first and the last, and of no class."""
    classes: defaultdict[int | None, list[Any]] = defaultdict(list)
    for place, member in found:
        classes[place].append(member)
    known = [place for place in classes if place is not None]
    ends = min(known) if first is None else first, max(known) if last is None else last
    places = [*range(ends[0], ends[1] + 1), *([None] if None in classes else [])]
    rows = [(place, *measured(classes[place])) for place in places]
    return pl.DataFrame(rows, columns, orient="row", infer_schema_length=None)


def shares(classes: pl.DataFrame, column: str) -> pl.DataFrame:
    return classes.with_columns(share_of_all(column))


@second
def duration_distribution(wh: Warehouse) -> pl.DataFrame:
    found = [(None if d is None else d // 60, d) for d in table(wh, "videos")["duration_seconds"]]
    return shares(
        counted_by_class(found, lambda rows: (len(rows),), ["class", "videos"]).select(
            (pl.col("class") * 60).alias("from_seconds"), (pl.col("class") * 60 + 60).alias("to_seconds"), "videos"
        ),
        "videos",
    )


@second
def scene_lengths(wh: Warehouse) -> pl.DataFrame:
    found = []
    for scene in clipped(wh, "scenes").to_dicts():
        within = span(scene)
        place = int(round(within[1] - within[0], 3) // 10) if within else None
        found.append((place, (scene["video_id"], scene["dynamism_score"])))
    columns = ["class", "scenes", "videos", "scores", "mean_dynamism"]
    counted = counted_by_class(found, scored, columns)
    return shares(counted, "scenes").select(
        (pl.col("class") * 10).alias("from_seconds"), (pl.col("class") * 10 + 10).alias("to_seconds"),
        "scenes", "videos", "share", "scores", "mean_dynamism",
    )  # fmt: skip


def scored(rows: list[tuple[str, float | None]]) -> tuple[int, int, int, float | None]:
    """Scenes, their videos, those that have a score, and its mean."""
    scores = [score for _, score in rows if score is not None]
    return len(rows), len({video for video, _ in rows}), len(scores), mean(scores)


@second
def cast_sizes(wh: Warehouse) -> pl.DataFrame:
    cast = by_scene(wh, "scene_cast")
    found = [
        (
            len({row["name"] for row in cast[scene["video_id"], scene["scene_index"]]}),
            (scene["video_id"], scene["dynamism_score"]),
        )
        for scene in table(wh, "scenes").to_dicts()
    ]
    columns = ["names", "scenes", "videos", "scores", "mean_dynamism"]
    counted = counted_by_class(found, scored, columns, first=0)
    return shares(counted, "scenes").select("names", "scenes", "videos", "share", "scores", "mean_dynamism")


@second
def upload_years(wh: Warehouse) -> pl.DataFrame:
    found = [(row["upload_date"].year if row["upload_date"] else None, row) for row in table(wh, "videos").to_dicts()]
    return counted_by_class(
        found,
        lambda rows: (
            len(rows),
            sum(row["duration_seconds"] or 0 for row in rows) / 3600,
            sum(bool(row["youtube_view_count"]) for row in rows),
            median([row["youtube_view_count"] for row in rows if row["youtube_view_count"]]),
        ),
        ["upload_year", "videos", "hours", "with_views", "median_views"],
    )


def median(values: list[Any]) -> float | None:
    return float(statistics.median(values)) if values else None


@second
def speech_coverage(wh: Warehouse) -> pl.DataFrame:
    found = []
    for row in video_profile(wh).to_dicts():
        # the view has four digits of the one, and three of the other
        share, rate = (
            None if row[column] is None else round(row[column], digits)
            for column, digits in (("speech_coverage", 4), ("words_per_minute", 3))
        )
        found.append((None if share is None else min(int(share * 10), 9), rate))
    columns = ["class", "videos", "timed_videos", "mean_words_per_minute"]
    counted = counted_by_class(
        found, lambda rows: (len(rows), sum(row is not None for row in rows), mean(rows)), columns, 0, 9
    )
    return shares(counted, "videos").select(
        (pl.col("class") / 10).alias("from_share"), "videos", "share", "timed_videos", "mean_words_per_minute"
    )


@second
def score_distribution(wh: Warehouse) -> pl.DataFrame:
    found = []
    for name, column in (("correlation", "audio_visual_correlation"), ("dynamism", "dynamism_score")):
        counts = Counter(table(wh, "scenes")[column].to_list())
        of = defaultdict(set)
        for video, value in table(wh, "scenes").select("video_id", column).iter_rows():
            of[value].add(video)
        values = {number / 10 for number in range(11)} | counts.keys()
        found += [(name, value, counts[value], len(of[value]), counts[value] / counts.total()) for value in values]
    return pl.DataFrame(found, ["score", "value", "scenes", "videos", "share"], orient="row", infer_schema_length=None)


@second
def narrative_arc(wh: Warehouse) -> pl.DataFrame:
    durations, found = dict(table(wh, "videos").select("video_id", "duration_seconds").iter_rows()), []
    for event in table(wh, "narrative_events").to_dicts():
        at, duration = event["at_seconds"], durations[event["video_id"]]
        if at is not None and duration and at <= duration + 1:
            found.append((min(int(at / duration * 10) + 1, 10), event["video_id"]))
    columns = ["part", "events", "videos"]
    counted = counted_by_class(found, lambda rows: (len(rows), len(set(rows))), columns, 1, 10)
    from_share = ((pl.col("part") - 1) / 10).alias("from_share")
    return shares(counted, "events").select("part", from_share, "events", "videos", "share")


@second
def mood_change_times(wh: Warehouse) -> pl.DataFrame:
    scenes, found = by_scene(wh, "scenes"), []
    for change in table(wh, "mood_changes").to_dicts():
        within, at = span(scenes[change["video_id"], change["scene_index"]][0]), change["at_seconds"]
        if within and at is not None and within[0] <= at <= within[1]:
            found.append((min(int((at - within[0]) / (within[1] - within[0]) * 10) + 1, 10), None))
    counted = counted_by_class(found, lambda rows: (len(rows),), ["part", "changes"], 1, 10)
    return shares(counted, "changes").select(
        "part", ((pl.col("part") - 1) / 10).alias("from_share"), "changes", "share"
    )


@second
def narrative_density(wh: Warehouse) -> pl.DataFrame:
    found = videos(wh)
    for name, column in (("narrative_events", "events"), ("scenes", "scenes")):
        counts = table(wh, name).group_by("video_id").agg(pl.len().alias(column))
        found = found.join(counts, "video_id", "left").with_columns(pl.col(column).fill_null(0))
    rate = per_minute("events")
    return (
        matched_to_length(found, rate)
        .group_by("parent_category", "fine_category")
        .agg(
            pl.len().alias("videos"),
            rate.count().alias("timed_videos"),
            pl.col("events").sum(),
            pl.col("matched").median().alias("length_matched_rate"),
            rate.median().alias("median_per_minute"),
            rate.quantile(0.25, "linear").alias("lower_quartile_per_minute"),
            rate.quantile(0.75, "linear").alias("upper_quartile_per_minute"),
            pl.col("scenes").sum(),
            pl.when(pl.col("scenes").sum() > 0)
            .then(pl.col("events").sum() / pl.col("scenes").sum())
            .alias("events_per_scene"),
        )
    )


def matched_to_length(found: pl.DataFrame, rate: pl.Expr) -> pl.DataFrame:
    """With ``matched``: a video's rate over the median of its tenth of the videos by length."""
    timed = found.with_columns(rate.alias("rate")).filter(pl.col("duration_seconds") > 0)
    rows = sorted(timed.to_dicts(), key=lambda row: (row["duration_seconds"], row["video_id"]))
    size, larger = divmod(len(rows), 10)
    matched: dict[str, float | None] = {}
    for tenth in range(10):
        start = tenth * size + min(tenth, larger)
        members = rows[start : start + size + (tenth < larger)]
        usual = median([row["rate"] for row in members])
        matched |= {row["video_id"]: row["rate"] / usual if usual else None for row in members}
    videos_matched = {"video_id": list(matched), "matched": list(matched.values())}
    return found.join(pl.DataFrame(videos_matched, {"video_id": pl.String, "matched": pl.Float64}), "video_id", "left")


Person = tuple[str, int | None]


def interacting_pairs(wh: Warehouse) -> list[tuple[str, int, Person, Person]]:
    """Video, scene and the two people, each a name and an index, of every pair of every interaction."""
    characters = by_video(wh, "characters")
    taking_part: defaultdict[tuple[str, int, int], set[Person]] = defaultdict(set)
    for row in table(wh, "interaction_characters").to_dicts():
        if row["name"].strip(" "):
            index, known_as, _ = meant(row["name"], characters[row["video_id"]])
            person = ((known_as or row["name"]).strip(" ").lower(), index)
            taking_part[row["video_id"], row["scene_index"], row["interaction_index"]].add(person)
    return [
        (video, scene, *pair)
        for (video, scene, _), people in taking_part.items()
        for pair in combinations(sorted(people, key=lambda person: (person[0], person[1] or 0)), 2)
    ]


@second
def character_network(wh: Warehouse) -> pl.DataFrame:
    scenes: defaultdict[tuple[str, Person, Person], list[int]] = defaultdict(list)
    for video, scene, one, other in interacting_pairs(wh):
        scenes[video, one, other].append(scene)
    found = [
        (video, one[0], other[0], len(numbers), len(set(numbers)), one[1], other[1])
        for (video, one, other), numbers in scenes.items()
    ]
    columns = ["video_id", "character_1", "character_2", "interactions", "scenes"]
    return pl.DataFrame(
        found, [*columns, "character_index_1", "character_index_2"], orient="row", infer_schema_length=None
    )


@second
def network_by_category(wh: Warehouse) -> pl.DataFrame:
    networks: defaultdict[str, set[tuple[Person, Person]]] = defaultdict(set)
    for video_id, _, one, other in interacting_pairs(wh):
        networks[video_id].add((one, other))
    sizes = [
        (
            video_id,
            len(people := {person for pair in pairs for person in pair}),
            len(pairs),
            len(pairs) / (len(people) * (len(people) - 1) / 2),
        )
        for video_id, pairs in networks.items()
    ]
    found = videos(wh).join(
        pl.DataFrame(sizes, ["video_id", "characters", "pairs", "density"], orient="row"), "video_id", "left"
    )
    return found.group_by("parent_category").agg(
        pl.len().alias("videos"),
        pl.col("pairs").count().alias("with_network"),
        pl.col("characters").mean().alias("mean_characters"),
        pl.col("pairs").mean().alias("mean_pairs"),
        (pl.col("characters") > 2).sum().alias("with_three"),
        pl.col("density").filter(pl.col("characters") > 2).mean().alias("mean_density"),
    )


@second
def character_screen_time(wh: Warehouse) -> pl.DataFrame:
    present = resolved_cast(wh).filter(pl.col("character_index").is_not_null())
    keys = ["video_id", "scene_index", "character_index", "character_name"]
    timed = present.unique(keys).join(clipped(wh, "scenes"), ["video_id", "scene_index"])
    seconds = (pl.col("end_seconds") - pl.col("start_seconds")).clip(lower_bound=0).sum()
    return timed.group_by("video_id", "character_index", "character_name").agg(
        pl.len().alias("scenes"),
        seconds.alias("seconds"),
        pl.when(pl.col("duration_seconds").first() > 0)
        .then((seconds / pl.col("duration_seconds").first()).clip(upper_bound=1))
        .alias("share"),
    )


@second
def editing_pace(wh: Warehouse) -> pl.DataFrame:
    edits = table(wh, "editing_details").group_by("video_id").agg(pl.len().alias("edits"))
    length = pl.col("end_seconds") - pl.col("start_seconds")
    lengths = clipped(wh, "scenes").filter(length > 0).group_by("video_id").agg(length.alias("lengths"))
    scenes = table(wh, "scenes").group_by("video_id").agg(pl.len().alias("scenes"))
    found = (
        videos(wh).join(edits, "video_id", "left").join(lengths, "video_id", "left").join(scenes, "video_id", "left")
    )
    rate = per_minute("edits")
    return (
        matched_to_length(found, rate)
        .group_by("parent_category", "fine_category")
        .agg(
            pl.len().alias("videos"),
            rate.count().alias("timed_videos"),
            pl.col("matched").median().alias("length_matched_rate"),
            rate.median().alias("median_edits_per_minute"),
            rate.quantile(0.25, "linear").alias("lower_quartile_edits_per_minute"),
            rate.quantile(0.75, "linear").alias("upper_quartile_edits_per_minute"),
            pl.col("scenes").sum(),
            pl.when(pl.col("scenes").sum() > 0)
            .then(pl.col("edits").sum() / pl.col("scenes").sum())
            .alias("edits_per_scene"),
            pl.col("lengths").explode().count().alias("timed_scenes"),
            pl.col("lengths").explode().mean().alias("mean_scene_seconds"),
        )
    )


@second
def prop_pairs(wh: Warehouse) -> pl.DataFrame:
    scenes = {
        scene: {name for row in rows if (name := row["name"].strip(" ").lower())}
        for scene, rows in by_scene(wh, "props").items()
    }
    scenes = {scene: names for scene, names in scenes.items() if names}
    alone = Counter(name for names in scenes.values() for name in names)
    together: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for (video_id, _), names in scenes.items():
        for pair in combinations(sorted(names), 2):
            together[pair].append(video_id)
    return pl.DataFrame(
        [
            (one, other, len(found), len(set(found)), len(found) * len(scenes) / (alone[one] * alone[other]))
            for (one, other), found in together.items()
            if len(found) >= 2
        ],
        {"prop_1": pl.String, "prop_2": pl.String, "scenes": pl.Int64, "videos": pl.Int64, "lift": pl.Float64},
        orient="row",
    )


@second
def silences(wh: Warehouse) -> pl.DataFrame:
    segments, found = speech(wh), []
    for video in table(wh, "videos").to_dicts():
        until, place = 0.0, "start"
        timed = [
            (row["start_seconds"], row["end_seconds"])
            for row in segments[video["video_id"]]
            if None not in (row["start_seconds"], row["end_seconds"]) and row["start_seconds"] <= row["end_seconds"]
        ]
        for start, end in sorted(timed):
            found.append((video["video_id"], until, start, place))
            until, place = max(until, end), "between"
        if timed:
            found.append((video["video_id"], until, float(video["duration_seconds"]), "end"))
    return pl.DataFrame(
        [(v, a, b, b - a, place, watch_url(v, a)) for v, a, b, place in found if b - a >= 10],
        ["video_id", "from_seconds", "to_seconds", "seconds", "place", "watch_url"],
        orient="row",
        infer_schema_length=None,
    )


@second
def keyword_in_context(wh: Warehouse) -> pl.DataFrame:
    found = []
    for row in table(wh, "transcript_segments").to_dicts():
        text: str = row["text"]
        if (place := text.lower().find("because")) >= 0:
            end = place + len("because")
            around = (text[max(place - 40, 0) : place], text[place:end], text[end : end + 40])
            start = row["start_seconds"]
            found.append((row["video_id"], row["segment_index"], start, *around, watch_url(row["video_id"], start)))
    names = ["video_id", "segment_index", "start_seconds", "before", "found", "after", "watch_url"]
    return pl.DataFrame(found, names, orient="row")


@second
def transcript_disagreement(wh: Warehouse) -> pl.DataFrame:
    segments, found = speech(wh), []
    for video in videos(wh).to_dicts():
        timed = sum(words(row["text"]) for row in segments[video["video_id"]])
        captions = len(video["text_to_speech"].split())
        if max(timed, captions) >= 20:
            agreement = min(timed, captions) / max(timed, captions)
            row = (video["video_id"], video["parent_category"], captions, timed, agreement, video["duration_seconds"])
            found.append(row)
    names = ["video_id", "parent_category", "caption_words", "timed_words", "agreement", "duration_seconds"]
    return pl.DataFrame(found, names, orient="row")


@second
def speech_by_mood(wh: Warehouse) -> pl.DataFrame:
    moods = wh.sql("SELECT video_id, scene_index, mood FROM scene_moods WHERE mood IS NOT NULL")
    length = pl.col("end_seconds") - pl.col("start_seconds")
    keys = ["video_id", "scene_index"]
    speech_of_scenes = scene_speech(wh).with_columns(pl.col("words").round(3))
    timed = clipped(wh, "scenes").filter(length > 0).join(moods, keys).join(speech_of_scenes, keys)
    counted = (
        timed.group_by("mood")
        .agg(
            pl.col("video_id").n_unique().alias("videos"),
            pl.len().alias("scenes"),
            (pl.col("speech_seconds") == 0).mean().alias("silent_share"),
            (pl.col("speech_seconds") == 0).sum().alias("silent"),
            (pl.col("words").sum() * 60 / length.sum()).alias("words_per_minute"),
            (pl.col("speech_seconds").sum() / length.sum()).alias("speech_share"),
        )
        .filter(pl.col("scenes") >= 2)
    )
    ends = [wilson(row["silent"], row["scenes"]) for row in counted.to_dicts()]
    return counted.with_columns(
        pl.Series("silent_share_low", [low for low, _ in ends], pl.Float64),
        pl.Series("silent_share_high", [high for _, high in ends], pl.Float64),
    ).select(
        *("mood", "videos", "scenes", "silent_share", "silent_share_low", "silent_share_high"),
        *("words_per_minute", "speech_share"),
    )


@second
def uncovered_time(wh: Warehouse) -> pl.DataFrame:
    scenes, found = by_video(wh, "scenes"), []
    for video in table(wh, "videos").filter(pl.col("duration_seconds") > 0).to_dicts():
        duration = video["duration_seconds"]
        spans = [timed for scene in scenes[video["video_id"]] if (timed := span(scene))]
        covered = union(spans, (0, duration))
        rest = duration - covered
        found.append((video["video_id"], duration, len(spans), covered, rest, rest / duration))
    names = ["video_id", "duration_seconds", "scenes", "covered_seconds", "uncovered_seconds", "uncovered_share"]
    return pl.DataFrame(found, names, orient="row")


@second
def top_tags(wh: Warehouse) -> pl.DataFrame:
    tags = table(wh, "youtube_tags").with_columns(pl.col("tag").str.strip_chars(" ").str.to_lowercase())
    tags = tags.filter(pl.col("tag") != "").unique(["video_id", "tag"])
    counted = tags.join(videos(wh), "video_id").group_by("tag")
    return counted.agg(
        pl.len().alias("videos"),
        pl.col("youtube_channel").drop_nulls().n_unique().alias("channels"),
        (pl.len() / tags["video_id"].n_unique()).alias("share"),
    )


@second
def activity_clips(wh: Warehouse) -> pl.DataFrame:
    seconds = pl.col("end_seconds") - pl.col("start_seconds")
    scenes = table(wh, "scenes").select("video_id", "scene_index", correlation="audio_visual_correlation")
    found = (
        clipped(wh, "activities")
        .join(scenes, ["video_id", "scene_index"])
        .join(videos(wh).select("video_id", "parent_category"), "video_id")
    )
    kept = found.filter(
        seconds.round(3).is_between(3, 30),
        pl.col("duration_seconds") > 0,
        pl.col("description").str.strip_chars(" ").str.len_chars() > 10,
        pl.col("correlation") >= 0.5,
    )
    start = pl.col("start_seconds").floor().cast(pl.Int64).cast(pl.String)
    return kept.select(
        *("video_id", "scene_index", "activity_index", "start_seconds", "end_seconds"),
        seconds.alias("seconds"),
        pl.col("description").alias("caption"),
        *("correlation", "parent_category"),
        pl.format("https://www.youtube.com/watch?v={}&t={}s", "video_id", start).alias("watch_url"),
    )


def hashed(*parts: object) -> str:
    return hashlib.md5(":".join(map(str, parts)).encode()).hexdigest()


def drawn(wh: Warehouse, query: str) -> pl.DataFrame:
    """The videos in the order that a query draws with the seed 1."""
    return videos(wh).sort(pl.col("video_id").map_elements(lambda v: hashed(query, 1, v), pl.String))


@second
def random_sample(wh: Warehouse) -> pl.DataFrame:
    columns = ["place", "video_id", "parent_category", "fine_category", "duration_seconds"]
    return drawn(wh, "random_sample").with_row_index("place", 1).select(columns)


@second
def balanced_sample(wh: Warehouse) -> pl.DataFrame:
    place = pl.int_range(1, pl.len() + 1).over("parent_category", "fine_category").alias("place")
    columns = ["parent_category", "fine_category", "place", "video_id", "duration_seconds"]
    return drawn(wh, "balanced_sample").with_columns(place).filter(pl.col("place") <= 10).select(columns)


@second
def stratified_split(wh: Warehouse) -> pl.DataFrame:
    columns = ["video_id", "parent_category", "fine_category", "youtube_channel"]
    rows = videos(wh).select(columns).rows()
    found = [(row[0], row[1], row[2], part) for row, part in zip(rows, split(rows, "channel"), strict=True)]
    return pl.DataFrame(found, [*columns[:3], "part"], orient="row")


def split(rows: list[tuple[str, str, str, str | None]], group_by: str) -> list[str]:
    """The part of every video (id, categories, channel): 80, 10 and 10 %, the seed 1, units dealt in turn."""
    units = [
        f"channel:{channel}" if group_by == "channel" and channel else f"video:{video}" for video, _, _, channel in rows
    ]
    categories: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for unit, (_, parent, fine, _) in zip(units, rows, strict=True):
        categories[unit][parent, fine] += 1
    main = {unit: min((-times, pair) for pair, times in found.items())[1] for unit, found in categories.items()}

    def order(unit: str) -> tuple[str, int, str]:
        size = categories[unit].total()
        return hashed("stratified_split", 1, *main[unit]), -size, hashed("stratified_split", 1, unit)

    parts, owed, owed_of_rest = {}, Fraction(1, 2), Fraction(1, 2)
    for unit in sorted(categories, key=order):
        owed += Fraction(8, 10)
        if owed >= 1:
            owed, parts[unit] = owed - 1, "train"
            continue
        owed_of_rest += Fraction(1, 2)
        parts[unit] = "validation" if owed_of_rest >= 1 else "test"
        owed_of_rest %= 1
    return [parts[unit] for unit in units]
