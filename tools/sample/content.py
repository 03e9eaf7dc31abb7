"""The annotation of a whole video: ``content_metadata``."""

from __future__ import annotations

from tools.sample.clock_times import Span, clamped, clock, stamps, tiles
from tools.sample.grammar import Writer, tidy
from tools.sample.scenes import Record, scene
from tools.sample.world import World, knowing_actions

SCENES = (1, 1, 2, 2.5, 3, 4, 4.5, 5.5, 6.5, 8.5, 15)
TRIMMING = (1, 1, 1, 2, 2, 2, 2, 3, 3)
QUESTIONS = 5


def _characters(world: World) -> list[Record]:
    return [
        {"characterId": str(number), "description": world.writer.sentence("appearance"), "name": name}
        for number, name in enumerate(world.people, 1)
    ]


def questions(world: World, count: int = QUESTIONS) -> list[Record]:
    """Questions about the video with their answers."""
    templates = world.writer.chance.sample(world.writer.rules["pair"], count)
    pairs = [tidy(_single_minded(world).fill(template)).partition("=>") for template in templates]
    return [{"answer": tidy(answer), "question": question} for question, _, answer in pairs]


def _single_minded(world: World) -> Writer:
    # a question and its answer must speak of the same thing
    writer, chance = world.writer, world.writer.chance
    one = writer.knowing(
        thing=[chance.pick(world.topic.things)],
        town=[writer.phrase("town")],
        guest=[writer.phrase("guest")],
    )
    return knowing_actions(one, [chance.pick(world.topic.actions)])


def _storylines(writer: Writer, scenes: list[Record], length: int) -> Record:
    chance = writer.chance
    told = [scene["sceneId"] for scene in scenes if len(scenes) < 3 or chance.happens(0.85)]
    return {
        "climax": {
            "description": writer.sentence("climax"),
            "timestamp": clock(clamped(chance.between(length * 0.4, length), (0, length))),
        },
        "description": writer.sentence("storyline"),
        "scenes": told or [scenes[0]["sceneId"]],
    }


def _suggestion(writer: Writer, last: Span, length: int) -> Record:
    # the dataset clamped every suggestion into the last scene, wherever it was meant for
    start = writer.chance.between(last[0] if writer.chance.happens(0.5) else 0, length)
    span = clamped(start, last), clamped(start + writer.chance.between(1_000, 20_000), last)
    return {"description": writer.sentence("trimming"), "timestamps": stamps(span)}


def content(world: World, length: int, fps: float) -> Record:
    """The annotation of a video of ``length`` milliseconds."""
    writer, chance = world.writer, world.writer.chance
    spans = tiles(length, min(int(chance.quantile(SCENES) + 0.5), length // 4000), fps, chance)
    scenes = [scene(number, span, world) for number, span in enumerate(spans, 1)]
    return {
        "characterList": _characters(world),
        "description": writer.sentence("summary"),
        "fps": fps,
        "qAndA": questions(world),
        "scenes": scenes,
        "storylines": _storylines(writer, scenes, length),
        "title": writer.sentence("video_title"),
        "trimmingSuggestions": [_suggestion(writer, spans[-1], length) for _ in range(chance.pick(TRIMMING))],
    }
