"""Synthetic records in the published shape: the same for a seed and an index, on every Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tools.sample.chance import chance_of
from tools.sample.channel import channel
from tools.sample.content import content
from tools.sample.identity import video_id
from tools.sample.quirks import apply_quirks
from tools.sample.transcript import captions, segments
from tools.sample.world import World, world

SEED = 2024
SECONDS = (20, 35, 70, 110, 160, 219, 300, 400, 480, 590, 655)
RATES = (29.97002997002997,) * 9 + (30.0,) * 5 + (25.0,) * 3 + (23.976023976023976,) * 2 + (24.0,)
RESOLUTIONS = ("640x360",) * 15 + ("480x360", "320x240", "540x360", "400x226", "426x240")


def _clean(name: str, world: World) -> dict[str, Any]:
    chance = world.writer.chance
    # the published duration is rounded, so a last scene may end a little after it
    length = int(chance.quantile(SECONDS) * 1000)
    spoken = segments(world.writer, length)
    heard = captions(spoken, world.writer)
    return {
        "content_fine_category": world.topic.fine,
        "content_metadata": content(world, length, chance.pick(RATES)),
        "content_parent_category": world.topic.parent,
        "duration_seconds": (length + 550) // 1000,
        "original_json_filename": f"{name}.json",
        "original_video_filename": f"{name}.mp4",
        "resolution": chance.pick(RESOLUTIONS),
        "text_to_speech": heard,
        "text_to_speech_word_count": 0,
        "timecoded_text_to_speech": spoken,
        **channel(world),
    }


def record(index: int, seed: int = SEED) -> dict[str, Any]:
    """Record ``index`` of the synthetic dataset."""
    here = world(index, chance_of(seed, index))
    made = _clean(video_id(index, seed), here)
    apply_quirks(made, index, here.writer)
    made["text_to_speech_word_count"] = len(made["text_to_speech"].split())
    return made


def generate(count: int, seed: int = SEED, start: int = 0) -> Iterator[dict[str, Any]]:
    """``count`` records from index ``start`` on; a record depends on the seed and its index only."""
    return (record(index, seed) for index in range(start, start + count))
