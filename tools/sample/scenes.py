"""The annotation of a scene, as a language model would write it."""

from __future__ import annotations

from typing import Any

from tools.sample.clock_times import Span, clock, moments, parts, stamps, stretch
from tools.sample.grammar import Writer
from tools.sample.world import World

# how many a scene has of each, all as likely
ACTIVITIES = (1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5)
CAST = (1, 1, 1, 1, 2, 2, 3, 3, 4, 5)
EDITS = (1, 1, 1, 2, 2, 2, 3, 3, 4)
EVENTS = (1, 1, 1, 1, 1, 2, 2, 2, 4, 5)
INTERACTIONS = (0, 0, 0, 1, 1, 1, 1, 1, 1, 2)
MOOD_CHANGES = (0, 0, 0, 0, 0, 0, 1, 1, 1, 2)
PROPS = (1, 1, 1, 2, 2, 2, 3, 3, 4, 5)
DYNAMISM = (0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.4, 0.5, 0.5, 0.6, 0.6, 0.6, 0.7, 0.7, 0.7, 0.8, 0.8, 0.8, 0.9, 1.0)
CORRELATION = (0.2, 0.5, 0.6, 0.7, 0.7, 0.8, 0.8, 0.8, 0.8, 0.9, 0.9, 0.9, 0.9, 1.0, 1.0, 1.0, 1.0, 1.0)

Record = dict[str, Any]


def _described(writer: Writer, symbol: str, spans: list[Span], key: str = "timestamp") -> list[Record]:
    return [{"description": writer.sentence(symbol), key: stamps(span)} for span in spans]


def _props(writer: Writer, span: Span) -> list[Record]:
    count = writer.chance.pick(PROPS)
    return [{"name": writer.sentence("prop"), "timestamp": stamps(stretch(span, writer.chance))} for _ in range(count)]


def _mood(writer: Writer, span: Span) -> Record:
    times = moments(span, writer.chance.pick(MOOD_CHANGES), writer.chance)
    changes = [{"changeDescription": writer.sentence("mood_change"), "timestamp": clock(time)} for time in times]
    return {"description": writer.sentence("mood_sentence"), "keyMoments": changes}


def _interactions(writer: Writer, cast: list[str]) -> list[Record]:
    count = writer.chance.pick(INTERACTIONS)
    return [{"characters": cast[:2], "description": writer.sentence("interaction")} for _ in range(count)]


def scene(number: int, span: Span, world: World) -> Record:
    """Scene ``number`` of a video, with everything in it inside its span."""
    writer = world.scene_writer()
    chance = writer.chance
    cast = list(dict.fromkeys([*world.people[:1], *chance.sample(world.people, chance.pick(CAST) - 1)]))
    edits = [stretch(span, chance) for _ in range(chance.pick(EDITS))]
    events = moments(span, chance.pick(EVENTS), chance)
    return {
        "activities": _described(writer, "activity", parts(span, chance.pick(ACTIVITIES), chance)),
        "audioVisualCorrelation": chance.pick(CORRELATION),
        "cast": cast,
        "characterInteraction": _interactions(writer, cast),
        "contextualRelevance": writer.sentence("relevance"),
        "dynamismScore": chance.pick(DYNAMISM),
        "mood": _mood(writer, span),
        "narrativeProgression": [
            {"description": writer.sentence("event"), "timestamp": clock(time)} for time in events
        ],
        "props": _props(writer, span),
        "sceneId": number,
        "thematicElements": writer.sentence("theme"),
        "timestamps": stamps(span),
        "title": writer.sentence("scene_title"),
        "videoEditingDetails": _described(writer, "edit", edits, "timestamps"),
    }
