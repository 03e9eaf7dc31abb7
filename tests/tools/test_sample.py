"""The synthetic sample is what the generator gives, in the published shape, with every declared quirk in it."""

from __future__ import annotations

import gzip
import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pytest

from tools.sample import SAMPLE_SIZE, generate
from tools.sample.__main__ import sample_text
from tools.sample.grammar import gerund, third_person
from tools.sample.identity import video_id
from tools.sample.quirks import MOODS, QUIRKS
from tools.sample.world import topics
from warehouse.model.schema import record_type
from warehouse.source.find import SAMPLE_FILE

Record = dict[str, Any]

SAMPLE: list[Record] = list(generate(SAMPLE_SIZE))
CLOCK = re.compile(r"\d\d:\d\d:\d\d\.\d\d\d")


def scenes(record: Record) -> list[Record]:
    found: list[Record] = record["content_metadata"]["scenes"]
    return found


def items(record: Record, name: str) -> list[Record]:
    return [item for scene in scenes(record) for item in scene[name]]


def spans(record: Record, name: str) -> list[tuple[str | None, str | None]]:
    pairs = [item.get("timestamp") or item["timestamps"] for item in items(record, name)]
    return [(pair["start_timestamp"], pair["end_timestamp"]) for pair in pairs]


def mood_changes(record: Record) -> list[Record]:
    return [moment for scene in scenes(record) for moment in scene["mood"]["keyMoments"]]


def suggestions(record: Record) -> list[Record]:
    found: list[Record] = record["content_metadata"]["trimmingSuggestions"]
    return found


def names(record: Record) -> list[str]:
    return [character["name"] for character in record["content_metadata"]["characterList"]]


def seconds(stamp: str) -> float:
    hours, minutes, rest = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def bounds(scene: Record) -> tuple[float, float]:
    return seconds(scene["timestamps"]["start_timestamp"]), seconds(scene["timestamps"]["end_timestamp"])


def text(record: Record) -> str:
    return f"{record['youtube_title']}\n{record['youtube_description']}"


def spoken(record: Record) -> list[str]:
    return [segment["text"] for segment in record["timecoded_text_to_speech"]]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from itertools.chain.from_iterable(map(strings, value.values()))
    elif isinstance(value, list):
        yield from itertools.chain.from_iterable(map(strings, value))
    elif isinstance(value, str):
        yield value


def mood_like(pattern: str) -> Callable[[Record], bool]:
    return lambda record: any(re.fullmatch(pattern, scene["mood"]["description"]) for scene in scenes(record))


def instant(name: str) -> Callable[[Record], bool]:
    return lambda record: any(start == end != None for start, end in spans(record, name))  # noqa: E711 - chained


def null_end(name: str) -> Callable[[Record], bool]:
    return lambda record: any(start and end is None for start, end in spans(record, name))


def empty(name: str) -> Callable[[Record], bool]:
    return lambda record: any(scene[name] in ([], "") for scene in scenes(record))


def score(name: str, *values: float) -> Callable[[Record], bool]:
    return lambda record: any(scene[name] in values for scene in scenes(record))


def letters(pattern: str) -> Callable[[Record], bool]:
    return lambda record: re.search(pattern, record["youtube_title"]) is not None


NAME = f"({'|'.join(MOODS)})"
WORD = r"[A-Z][a-z]+"
SIGNS: dict[str, Callable[[Record], bool]] = {
    **{f"mood {mood}": mood_like(rf"{mood}\. .+") for mood in MOODS},
    "mood_label": mood_like(NAME),
    "mood_label_stop": mood_like(rf"{NAME}\."),
    "mood_neutral_only": mood_like("Neutral"),
    "mood_neutral_dash": mood_like(rf"Neutral - {NAME}\."),
    "mood_neutral_brackets": mood_like(rf"Neutral \({NAME}\)"),
    "mood_neutral_comma": mood_like(rf"Neutral, {WORD}\."),
    "mood_then": mood_like(rf"{WORD}, then [a-z]+"),
    "mood_shift": mood_like(rf"(Neutral|{NAME}) \(.+\) to (neutral|{NAME}) \(.+\)"),
    "mood_brackets": mood_like(rf"{NAME} \([^()]+\)"),
    "mood_pair": mood_like(rf"{NAME}, {WORD}"),
    "mood_ampersand": mood_like(rf"{NAME} & {NAME}"),
    "mood_dash": mood_like(rf"{NAME} - .+\."),
    "mood_comma": mood_like(rf"{NAME}, .+\."),
    "mood_group": mood_like("Positive|Negative"),
    "mood_extreme": mood_like("Extremely (positive|negative), .+"),
    "mood_initially": mood_like("(Initially|Starts) .+"),
    "mood_fluctuating": mood_like("Fluctuating"),
    "mood_outside": mood_like(rf"(?!{NAME}|Neutral){WORD}(, [a-z]+|\. .+)"),
    "climax time null": lambda r: r["content_metadata"]["storylines"]["climax"]["timestamp"] is None,
    "trimming times null": lambda r: any(set(s["timestamps"].values()) == {None} for s in suggestions(r)),
    "prop times null": lambda r: (None, None) in spans(r, "props"),
    "prop end null": null_end("props"),
    "edit end null": null_end("videoEditingDetails"),
    "activity end null": null_end("activities"),
    "event time null": lambda r: any(event["timestamp"] is None for event in items(r, "narrativeProgression")),
    "mood change time null": lambda r: any(change["timestamp"] is None for change in mood_changes(r)),
    "activity instant": instant("activities"),
    "prop instant": instant("props"),
    "edit instant": instant("videoEditingDetails"),
    "scene inverted": lambda r: any(start > end for start, end in map(bounds, scenes(r))),
    "first scene late": lambda r: 0 < bounds(scenes(r)[0])[0] < 1,
    "last scene ends far after": lambda r: bounds(scenes(r)[-1])[1] > r["duration_seconds"] + 60,
    "events out of order": lambda r: any(
        a["timestamp"] > b["timestamp"]
        for scene in scenes(r)
        for a, b in itertools.pairwise(scene["narrativeProgression"])
        if a["timestamp"] and b["timestamp"]
    ),
    "scene ids from 0": lambda r: [s["sceneId"] for s in scenes(r)] == list(range(len(scenes(r)))),
    "cast by id": lambda r: any(name.isdigit() for scene in scenes(r) for name in scene["cast"]),
    "cast unknown": lambda r: any(
        name not in names(r) and not name.isdigit() for scene in scenes(r) for name in scene["cast"]
    ),
    "character alias": lambda r: any(name.endswith(")") for name in names(r)),
    "correlation 0": score("audioVisualCorrelation", 0.0),
    "dynamism 0": score("dynamismScore", 0.0),
    "dynamism off the grid": score("dynamismScore", 0.65, 0.85),
    "correlation off the grid": score("audioVisualCorrelation", 0.95),
    "relevance empty": empty("contextualRelevance"),
    "theme empty": empty("thematicElements"),
    "mood change empty": lambda r: any(change["changeDescription"] == "" for change in mood_changes(r)),
    "climax empty": lambda r: r["content_metadata"]["storylines"]["climax"]["description"] == "",
    "storyline empty": lambda r: r["content_metadata"]["storylines"]["description"] == "",
    "trimming description null": lambda r: any(s["description"] is None for s in suggestions(r)),
    "activities empty": empty("activities"),
    "cast empty": empty("cast"),
    "props empty": empty("props"),
    "edits empty": empty("videoEditingDetails"),
    "events empty": empty("narrativeProgression"),
    "characters empty": lambda r: names(r) == [],
    "trimming empty": lambda r: suggestions(r) == [],
    "tags empty": lambda r: r["youtube_tags"] == [],
    "questions not five": lambda r: len(r["content_metadata"]["qAndA"]) != 5,
    "twenty suggestions": lambda r: len(suggestions(r)) == 20,
    "captions typed": lambda r: "\n" in r["text_to_speech"] and re.search("[A-Z]", r["text_to_speech"]) is not None,
    "captions with music": lambda r: "[Music]" in r["text_to_speech"],
    "captions with applause": lambda r: "[Applause]" in r["text_to_speech"],
    "captions with speaker marks": lambda r: "&gt;&gt;" in r["text_to_speech"],
    "segments loop": lambda r: len(set(spoken(r)[-4:])) == 1,
    "segment loops inside": lambda r: any(re.search(r"( .{4,}?,)\1{5}", line) for line in spoken(r)),
    "segment garbled": lambda r: any("\ufffd" in line for line in spoken(r)),
    "portrait": lambda r: int(r["resolution"].split("x")[0]) < int(r["resolution"].split("x")[1]),
    "odd frame rate": lambda r: r["content_metadata"]["fps"] in (24.0, 29.765, 29.952, 30.001, 30.002),
    "likes unknown": lambda r: r["youtube_like_count"] == 0,
    "comments unknown": lambda r: r["youtube_comment_count"] == 0,
    "followers unknown": lambda r: r["youtube_channel_follower_count"] == 0,
    "views unknown": lambda r: r["youtube_view_count"] == 0,
    "age limit": lambda r: r["youtube_age_limit"] == 18,
    "old upload": lambda r: r["youtube_upload_date"] < "20090101",
    "emoji": letters("[\U0001f1e6-\U0001faff\u2764]"),
    "accents": letters("[\u00c0-\u017f]"),
    "Chinese, Japanese or Korean": letters("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"),
    "right to left": letters("[\u0590-\u06ff]"),
    "quotes": lambda r: '"' in r["youtube_title"] and "\\" in r["youtube_title"] and "'" in r["youtube_title"],
    "description with tabs": lambda r: "\t" in r["youtube_description"] and "\n" in r["youtube_description"],
    "description empty": lambda r: r["youtube_description"] == "",
}


def test_the_bundled_file_is_what_the_generator_gives() -> None:
    assert gzip.decompress(SAMPLE_FILE.read_bytes()).decode() == sample_text(), "run python -m tools.sample"
    assert SAMPLE_FILE.stat().st_size < 1_000_000


def test_a_record_depends_on_its_index_only() -> None:
    assert list(generate(2, start=7)) == SAMPLE[7:9]
    assert next(generate(1, seed=1, start=7)) != SAMPLE[7]


def test_records_have_the_declared_shape() -> None:
    assert pa.array(SAMPLE).type == record_type()
    assert pa.array(SAMPLE, record_type()).to_pylist() == SAMPLE
    assert all(json.dumps(record) == json.dumps(record, sort_keys=True) for record in SAMPLE)


def test_ids_are_well_formed_and_distinct() -> None:
    ids = [video_id(index, 2024) for index in range(20_000)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[\w-]{10}[AEIMQUYcgkosw048]", name, re.ASCII) for name in ids)
    assert {"-", "_"} < {name[0] for name in ids[:SAMPLE_SIZE]}
    files = ("original_video_filename", "original_json_filename")
    assert [[r[file] for file in files] for r in SAMPLE] == [[f"{i}.mp4", f"{i}.json"] for i in ids[:SAMPLE_SIZE]]


def test_every_quirk_has_a_sign() -> None:
    assert {quirk.name for quirk in QUIRKS} == set(SIGNS)


@pytest.mark.parametrize("quirk", QUIRKS, ids=lambda quirk: quirk.name)
def test_a_quirk_shows_where_it_is_declared(quirk: Any) -> None:
    assert SIGNS[quirk.name](SAMPLE[quirk.index])


def test_the_sample_covers_the_categories() -> None:
    pairs = {(record["content_parent_category"], record["content_fine_category"]) for record in SAMPLE}
    assert {parent for parent, _ in pairs} == {topic.parent for topic in topics()}
    for shared in ("Short Films", "Travel Vlogs", "Game Reviews"):
        assert len([fine for _, fine in pairs if fine == shared]) == 2


def test_times_are_clock_times_or_null() -> None:
    stamps = [text for record in SAMPLE for text in strings(record) if re.match(r"\d\d:\d\d:\d\d\b", text)]
    assert len(stamps) > 5_000
    assert all(CLOCK.fullmatch(stamp) for stamp in stamps)


def test_scenes_tile_the_video_frame_by_frame() -> None:
    ends = []
    for record in SAMPLE:
        found = [bounds(scene) for scene in scenes(record)]
        frame = 1 / record["content_metadata"]["fps"]
        gaps = [after[0] - before[1] for before, after in itertools.pairwise(found)]
        if all(start <= end for start, end in found):
            assert all(abs(gap - frame) < 0.01 for gap in gaps)
            ends.append(found[-1][1] - record["duration_seconds"])
    assert max(end for end in ends if end < 60) <= 0.45
    assert any(0.1 < end < 0.45 for end in ends)


def test_nested_spans_lie_inside_their_scene_and_suggestions_in_the_last() -> None:
    for record in SAMPLE:
        for scene in scenes(record):
            low, high = sorted(bounds(scene))
            # a late first scene was moved after its spans were written
            events = [seconds(event["timestamp"]) for event in scene["narrativeProgression"] if event["timestamp"]]
            assert all(low - 1 <= event <= high for event in events)
            nested = [item["timestamp"] for item in scene["activities"] + scene["props"]]
            assert all(seconds(t["end_timestamp"]) <= high for t in nested if t["end_timestamp"])
        low, high = sorted(bounds(scenes(record)[-1]))
        times = [stamp for item in suggestions(record) for stamp in item["timestamps"].values() if stamp]
        assert all(low - 1 <= seconds(stamp) <= high for stamp in times)


def test_the_transcripts_disagree_and_are_counted() -> None:
    for record in SAMPLE:
        assert record["text_to_speech_word_count"] == len(record["text_to_speech"].split())
        assert all(line.startswith(" ") for line in spoken(record))
    assert sum("".join(spoken(r)).split() != r["text_to_speech"].split() for r in SAMPLE) > SAMPLE_SIZE / 2


def test_records_say_that_they_are_synthetic() -> None:
    assert all(record["youtube_channel"].endswith(" (synthetic)") for record in SAMPLE)


def test_no_symbol_of_the_grammar_is_left_in_the_text() -> None:
    texts = [text for record in SAMPLE for text in strings({**record, "text_to_speech": ""})]
    assert [text for text in texts if re.search(r"[{}%]|=>|\b[Aa] [aeio]", text)] == []


@pytest.mark.parametrize(
    ("action", "acts", "acting"),
    [
        ("stir the pan", "stirs the pan", "stirring the pan"),
        ("tie the knot", "ties the knot", "tying the knot"),
        ("catch it", "catches it", "catching it"),
        ("carry on", "carries on", "carrying on"),
        ("squat", "squats", "squatting"),
        ("row home", "rows home", "rowing home"),
        ("open it", "opens it", "opening it"),
        ("mimic a cat", "mimics a cat", "mimicking a cat"),
    ],
)
def test_verbs_are_inflected(action: str, acts: str, acting: str) -> None:
    assert (third_person(action), gerund(action)) == (acts, acting)
