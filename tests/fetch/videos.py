"""Real small MP4 files of made-up pictures and tones, and shards that hold them in the layouts that exist."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.conftest import SHARD_SCHEMA, Record

RATE = 10
_SAMPLES = 16_000


@cache
def mp4(seconds: float, gop: int = 10, seed: int = 0, size: int = 64) -> bytes:
    """An MP4 of moving noise with a tone; a key frame every ``gop`` frames of a tenth of a second."""
    chance = np.random.default_rng(seed)
    sink = io.BytesIO()
    with av.open(sink, "w", format="mp4") as container:
        video = container.add_stream(
            "libx264", rate=RATE, options={"g": str(gop), "sc_threshold": "0", "bf": "0", "preset": "ultrafast"}
        )
        video.width = video.height = size
        video.pix_fmt = "yuv420p"
        audio = container.add_stream("aac", rate=_SAMPLES)
        audio.layout = "mono"
        for number in range(round(seconds * RATE)):
            picture = chance.integers(0, 255, (size, size, 3), np.uint8)
            picture[:8] = number * 5 % 256
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(video.encode())
        tone = (np.sin(np.arange(round(seconds * _SAMPLES)) / 20) * 8000).astype(np.int16)
        for start in range(0, len(tone), 1024):
            frame = av.AudioFrame.from_ndarray(tone[None, start : start + 1024], format="s16", layout="mono")
            frame.sample_rate, frame.pts = _SAMPLES, start
            container.mux(audio.encode(frame))
        container.mux(audio.encode())
    return sink.getvalue()


def video_of(record: Record) -> bytes:
    """The video that belongs to a record: others for others, of two lengths and distances of key frames."""
    number = sum(record["original_video_filename"].encode())
    return mp4(2 + number % 2, 5 + 10 * (number % 2), number % 4)


@cache
def _colours() -> bytes:
    """Ten silent seconds of moving colours, a key frame each second; they take little space."""
    sink = io.BytesIO()
    across, down = np.meshgrid(np.arange(64), np.arange(64))
    with av.open(sink, "w", format="mp4") as container:
        video = container.add_stream("libx264", rate=RATE, options={"g": "10", "sc_threshold": "0", "bf": "0"})
        video.width = video.height = 64
        video.pix_fmt = "yuv420p"
        for number in range(10 * RATE):
            bands = [4 * across, 4 * down, 2 * (across + down)]
            picture = np.stack([(band + 5 * number) % 256 for band in bands], axis=2).astype(np.uint8)
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(video.encode())
    return sink.getvalue()


def long_mp4(seconds: float) -> bytes:
    """An MP4 of any length, made quickly: the same ten seconds again and again."""
    sink = io.BytesIO()
    with av.open(io.BytesIO(_colours()), "r") as source, av.open(sink, "w", format="mp4") as container:
        stream = container.add_stream_from_template(source.streams.video[0])
        packets = [packet for packet in source.demux(video=0) if packet.pts is not None]
        ticks = packets[0].duration or 1
        for number in range(round(seconds * RATE)):
            source_packet = packets[number % len(packets)]
            packet = av.Packet(bytes(source_packet))
            packet.pts = packet.dts = number * ticks
            packet.duration, packet.time_base, packet.stream = ticks, source_packet.time_base, stream
            packet.is_keyframe = source_packet.is_keyframe
            container.mux(packet)
    return sink.getvalue()


def padded(video: bytes, size: int) -> bytes:
    """A video of a size that no encoder decides, by a box of noise that players pass over; it does not compress."""
    free = size - len(video)
    return video + free.to_bytes(4, "big") + b"free" + np.random.default_rng(size).bytes(free - 8)


def write_video_shards(
    folder: Path,
    records: Sequence[Record],
    rows: int = 6,
    schema: pa.Schema = SHARD_SCHEMA,
    video: Callable[[Record], bytes] = video_of,
    **options: Any,
) -> Path:
    """Pack records with real videos into shards of the published layout, or of another one."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    starts = range(0, len(records), rows)
    for number, start in enumerate(starts):
        content = [{"mp4": video(record), "json": record} for record in records[start : start + rows]]
        path = folder / "data" / f"train-{number:05d}-of-{len(starts):05d}.parquet"
        pq.write_table(pa.Table.from_pylist(content, schema=schema), path, **options)
    return folder


def write_long_videos(folder: Path, records: Sequence[Record]) -> Path:
    """Shards of twelve made-up videos, each as long as its record says."""
    return write_video_shards(folder, records, 12, video=lambda record: long_mp4(record["duration_seconds"]))


def id_of(record: Record) -> str:
    return str(record["original_video_filename"]).removesuffix(".mp4")
