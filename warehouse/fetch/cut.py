"""Moments cut out of a video file, and pictures of them, with the FFmpeg that PyAV brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.errors import QueryError, SourceError

try:
    import av
except ImportError:  # an extra; ``require_av`` says so
    av = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from av.container import InputContainer

# the ends of spans are rounded, and a file's length is that of its longest stream
TOLERANCE_SECONDS = 0.1
_MICROSECONDS = 1_000_000
_ROUNDING = 1e-6
# pictures and sound of the same time are near each other in a file
_FARTHEST_APART_SECONDS = 1.0


@dataclass(frozen=True)
class Cut:
    """What was cut: where it really begins in the video (at a key frame, unless it is exact), in seconds."""

    starts_at_seconds: float
    seconds: float


class SpanError(Exception):
    """A span that is not in the file; the message says why."""


def require_av() -> None:
    """Raises QueryError if PyAV is not installed."""
    if av is None:
        raise QueryError("Cutting clips needs the extra: pip install 'finevideo-warehouse[videos]'.")


def span_fault(start: float | None, end: float | None) -> str | None:
    """What is wrong with a span whatever the file; None if nothing is."""
    if start is None or end is None or not (isfinite(start) and isfinite(end)):
        return "a span without a start or an end"
    if end == start:
        return "an empty span"
    if end < start:
        return "an inverted span"
    return "a span before the start" if start < 0 else None


def cut(video: Path, start: float, end: float, clip: Path, *, exact: bool = False) -> Cut:
    """Write a span of a video as MP4, its sound kept: from the key frame before it, or ``exact``, re-encoded.

    Raises:
        SpanError: the file ends before the span does.
        SourceError: the file cannot be decoded.
    """
    try:
        with av.open(str(video)) as source:
            length = _require_inside(source, start, end)
            with av.open(str(clip), "w", format="mp4") as sink:
                write = _encode if exact else _copy
                return write(source, sink, start, min(end, length))
    except av.FFmpegError as error:
        raise SourceError(f"{video.name} cannot be cut ({error}): leave it out of the selection.") from error


def pictures(video: Path, start: float, end: float, count: int) -> Iterator[tuple[float, bytes]]:
    """Up to ``count`` key frames within a span, spread over it, as JPEG with their times; else the one before it.

    Raises:
        SourceError: the file cannot be decoded.
    """
    try:
        with av.open(str(video)) as source:
            stream = source.streams.video[0]
            stream.codec_context.skip_frame = "NONKEY"
            _seek(source, stream, start)
            frames = []
            for frame in source.decode(stream):
                if frame.time is None or frame.time >= end:
                    break
                frames.append(frame)
            within = [frame for frame in frames if (frame.time or 0) >= start] or frames[-1:]
            step = max(len(within) / count, 1)
            chosen = [within[int(at * step)] for at in range(min(count, len(within)))]
            for frame in chosen:
                yield float(frame.time or 0), _jpeg(frame)
    except av.FFmpegError as error:
        raise SourceError(f"{video.name} cannot be decoded ({error}): leave it out of the selection.") from error


def _require_inside(source: InputContainer, start: float, end: float) -> float:
    length = (source.duration or 0) / _MICROSECONDS
    if not source.streams.video:
        raise SpanError("a file without pictures")
    if end > length + TOLERANCE_SECONDS:
        raise SpanError(f"a span that ends behind the file's end at {length:.3f} s")
    if start >= length:
        raise SpanError(f"a span that begins at the file's end at {length:.3f} s")
    return length


def _seek(source: Any, stream: Any, start: float) -> None:
    source.seek(int(start / stream.time_base), stream=stream)


def _streams(source: Any) -> list[Any]:
    """The first stream of pictures, and of sound if there is one."""
    return [source.streams.video[0], *source.streams.audio[:1]]


def _copy(source: Any, sink: Any, start: float, end: float) -> Cut:
    """Copy the packets from the key frame before the start on."""
    streams = {stream: sink.add_stream_from_template(stream) for stream in _streams(source)}
    first, last = None, 0.0
    for packet in _packets(source, list(streams), start, end):
        time = float(packet.pts * packet.time_base)
        first = time if first is None else first
        if time < first:
            continue
        last = max(last, time + float((packet.duration or 0) * packet.time_base))
        offset = round(first / packet.time_base)
        packet.pts, packet.dts = packet.pts - offset, packet.dts - offset
        packet.stream = streams[packet.stream]
        sink.mux(packet)
    if first is None:
        raise SpanError("a span without a picture")
    return Cut(first, last - first)


def _packets(source: Any, streams: list[Any], start: float, end: float) -> Iterator[Any]:
    """The packets from the key frame at or before ``start`` on, that one first, and up to ``end``."""
    video, begun = streams[0], False
    _seek(source, video, start)
    for packet in source.demux(*streams):
        if packet.dts is None or packet.pts is None:
            continue
        begun = begun or (packet.stream is video and packet.is_keyframe)
        over = float(packet.dts * packet.time_base) >= end
        if over and packet.stream is video:
            return
        if begun and not over:
            yield packet


def _encode(source: Any, sink: Any, start: float, end: float) -> Cut:
    """Decode from the key frame before the start on, and encode what lies within."""
    streams = _streams(source)
    outs = {stream.type: _encoder(sink, stream) for stream in streams}
    first, last = None, start
    for frame in _frames(source, streams, start, end):
        kind = "video" if isinstance(frame, av.VideoFrame) else "audio"
        if isinstance(frame, av.VideoFrame):
            first = frame.time if first is None else first
            last = frame.time
            frame.pict_type = av.video.frame.PictureType.NONE
        frame.pts = max(0, round((frame.time - start) / frame.time_base))
        sink.mux(outs[kind].encode(frame))
    if first is None:
        raise SpanError("a span without a picture")
    for out in outs.values():
        sink.mux(out.encode())
    return Cut(first, last + 1 / float(streams[0].average_rate or 25) - first)


def _encoder(sink: Any, stream: Any) -> Any:
    if stream.type == "audio":
        sound = sink.add_stream("aac", rate=stream.codec_context.sample_rate)
        sound.layout = stream.layout
        return sound
    out = sink.add_stream("libx264", rate=stream.average_rate or Fraction(25), options={"crf": "18", "bf": "0"})
    out.width, out.height, out.pix_fmt = stream.codec_context.width, stream.codec_context.height, "yuv420p"
    out.codec_context.time_base = stream.time_base
    return out


def _frames(source: Any, streams: list[Any], start: float, end: float) -> Iterator[Any]:
    """The decoded frames whose times lie within a span."""
    _seek(source, streams[0], start)
    for frame in source.decode(*streams):
        if frame.time is not None and frame.time >= end + _FARTHEST_APART_SECONDS:
            return
        if frame.time is not None and start - _ROUNDING <= frame.time < end - _ROUNDING:
            yield frame


def _jpeg(frame: Any) -> bytes:
    picture = frame.reformat(format="yuvj420p")
    codec = av.CodecContext.create("mjpeg", "w")
    codec.width, codec.height, codec.pix_fmt = picture.width, picture.height, "yuvj420p"
    codec.time_base = Fraction(1, 25)
    picture.pts = 0
    return b"".join(bytes(packet) for packet in [*codec.encode(picture), *codec.encode(None)])
