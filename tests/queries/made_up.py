"""Records with every trap that answers have fallen into, made from those of the sample."""

# every trap is given the same arguments
# ruff: noqa: ARG001

from __future__ import annotations

import copy

from tests.conftest import Record


def trapped(sample: list[Record]) -> list[Record]:
    """Twice as many of the sample's records as there are traps: one trap each, then two each."""
    records = copy.deepcopy(sample[: 2 * len(TRAPS)])
    for number, record in enumerate(records):
        traps = [TRAPS[number % len(TRAPS)]]
        if number >= len(TRAPS):
            traps.append(TRAPS[(number + 4) % len(TRAPS)])
        for trap in traps:
            trap(
                record,
                record["duration_seconds"] or 60,
                record["content_metadata"]["scenes"],
                record["timecoded_text_to_speech"],
            )
    return records


def clock(seconds: float) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{milliseconds:03}"


def said(text: str, start: float, end: float) -> Record:
    return {"text": text, "start": clock(start), "end": clock(end)}


def nothing_said(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    segments[:] = [said(" .", second, second + 1) for second in range(63)]


def dots_between(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    segments[::3] = [{**segment, "text": " ..."} for segment in segments[::3]]


def one_segment_over_all(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    segments[:] = [said(" one segment that runs over all of the scenes", 0.5, duration - 1)]


def overlapping_segments(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    segments.extend([said(" heard twice over", 1, 11), said(" heard twice under", 4.2, 7.2)])


def speech_behind_the_end(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    segments.extend([said(" on the edge", duration - 2, duration + 40), said(" gone", duration + 50, duration + 90)])


def scene_behind_the_end(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    scenes[-1]["timestamps"]["end_timestamp"] = clock(duration + 279)


def scenes_overlap(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    scenes[0]["timestamps"]["end_timestamp"] = clock(duration / 2)


def loops_in_any_case(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    segments[:] = [
        said(" Over and over" + ", over and over" * 6, 0, 12),
        said(" Go on now", 20, 24),
        said(" go on now", 24, 28),
        said("GO ON NOW ", 28, 32),
        said(" not alike any more", 40.2, 43.2),
        said(" exactly three seconds", 50.2, 53.2),
    ]


def in_another_language(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    german = (
        "heute machen wir eine Suppe",
        "dazu braucht ihr nur drei Dinge",
        " ...",
        "und einen Topf",
        "das war es schon",
    )
    segments[:] = [said(f" {text}", second, second + 1) for second, text in enumerate(german * 3)]


def barely_said(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    segments[:] = [said(" Okay.", 1, 2), said(" 1 2 3", 2, 3)]


def forms_of_a_mood(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    for number, scene in enumerate(scenes):
        scene["mood"]["description"] = ("Celebration", "Celebratory", "Calm")[number % 3]


def no_duration(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    record["duration_seconds"] = 0


def props_and_activities_behind(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    for scene in scenes:
        for thing in [*scene["props"], *scene["activities"]]:
            thing["timestamp"] = {"start_timestamp": clock(duration - 5), "end_timestamp": clock(duration + 500)}


def untimed(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    scenes[0]["timestamps"] = {"start_timestamp": None, "end_timestamp": None}
    segments[:1] = [{**segment, "start": None} for segment in segments[:1]]


def names_with_aliases(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    """By each rule, by several and by none; two share a name in brackets, two a name, and some are empty."""
    names = ["Ann Bee (Annie, AB)", "Cy (Coach)", "Dee (Coach)", "Dee", "Eve", "eve", "Fay", "Fay", "", "(Ghost)"]
    record["content_metadata"]["characterList"] = [
        {"characterId": f"id{number}", "name": name, "description": ""} for number, name in enumerate(names)
    ]
    written = [
        "Ann Bee",
        "annie",
        "AB",
        "Annie, AB",
        "Ann Bee (Annie, AB)",
        "ann bee (annie, ab)",
        "Bee",
        "",
        " ",
        "( )",
    ]
    written += ["Coach", "Cy", "Dee", "Eve", "EVE", "E v e", "Fay", "Fay (herself)", "Eve (Evie)", "id7", "Ghost"]
    for scene in scenes:
        scene["cast"] = written
        scene["characterInteraction"] = [
            {"characters": written, "description": ""},
            {"characters": ["Ann Bee", "AB", "Coach", "coach ", "Gus", "Dee"], "description": ""},
        ]


def noted(record: Record, duration: int, scenes: list[Record], segments: list[Record]) -> None:
    """Notes of edits and of trimming: inside words, in quotation marks, negated, empty and absent."""
    for scene in scenes:
        given = scene["videoEditingDetails"][:1] or [{"timestamps": {"start_timestamp": None, "end_timestamp": None}}]
        scene["videoEditingDetails"] = [{**given[0], "description": text} for text in EDITS]
    given = record["content_metadata"]["trimmingSuggestions"][:1] or [{"timestamps": {}}]
    record["content_metadata"]["trimmingSuggestions"] = [{**given[0], "description": text} for text in TRIMMING]


EDITS = (
    "Fast cuts at breakfast", "Nationwide 'Zoom' banner", "No transitions, fades or music", "A cut, without any zoom.",
    "Music does not stop; fade out", "Not only cuts but also a montage", "No music but a cross-fade", "", " ", None,
    'Text overlay: "No Logo, No Cut"', "Kai's text overlays; the players' replay", "Sped up. SLOW-MOTION!", "A shot",
    "A logo overlay and \u201ca pan\u201d in the coupled texture",
)  # fmt: skip
TRIMMING = (
    "Focus on the plays.", "The focus of the scene is lost", "Shorten it. Focusing would help", "Trim the shots", "",
    "There\u2019s unnecessary repetition", "It doesn't add much", "No scenes can go", "Shorten this", None,
    "A repeated, long pause",
)  # fmt: skip


TRAPS = (
    nothing_said, dots_between, one_segment_over_all, overlapping_segments, speech_behind_the_end, scene_behind_the_end,
    scenes_overlap, loops_in_any_case, no_duration, props_and_activities_behind, untimed, names_with_aliases,
    noted, in_another_language, barely_said, forms_of_a_mood,
)  # fmt: skip
