"""Moments as files: inside their span, with sound, and what cannot be cut is listed."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import av
import numpy as np
import pytest

from tests.conftest import Record
from warehouse.fetch.cut import SpanError, cut, pictures
from warehouse.home import Home

from .conftest import UNCLOSED, run
from .videos import RATE, id_of, mp4


def times(path: Path, kind: str = "video") -> list[float]:
    with av.open(str(path)) as container:
        (stream, *_) = container.streams.get(**{kind: 0})
        return [float(p.pts * p.time_base) for p in container.demux(stream) if p.pts is not None and p.time_base]


def picture_at(path: Path, number: int) -> np.ndarray:
    with av.open(str(path)) as container:
        for at, frame in enumerate(container.decode(video=0)):
            if at == number:
                return frame.to_ndarray(format="gray")
    raise AssertionError(number)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Four seconds, a key frame each second."""
    path = tmp_path / "video.mp4"
    path.write_bytes(mp4(4, 10))
    return path


def test_copied_clip_begins_at_the_key_frame_before(video: Path, tmp_path: Path) -> None:
    made = cut(video, 1.35, 2.8, tmp_path / "clip.mp4")
    assert made.starts_at_seconds == pytest.approx(1.0)
    assert made.seconds == pytest.approx(1.8, abs=0.15)
    found = times(tmp_path / "clip.mp4")
    assert found[0] == pytest.approx(0)
    assert len(found) == 18
    # the very same pictures: nothing was encoded anew
    assert np.array_equal(picture_at(tmp_path / "clip.mp4", 5), picture_at(video, 15))
    assert times(tmp_path / "clip.mp4", "audio")[-1] == pytest.approx(1.75, abs=0.15)


def test_exact_clip_begins_at_the_start(video: Path, tmp_path: Path) -> None:
    made = cut(video, 1.35, 2.8, tmp_path / "clip.mp4", exact=True)
    assert made.starts_at_seconds == pytest.approx(1.4, abs=0.01)
    found = times(tmp_path / "clip.mp4")
    assert len(found) == round((2.8 - 1.4) * RATE)
    assert found[0] == pytest.approx(0.05, abs=0.06)
    difference = picture_at(tmp_path / "clip.mp4", 0).astype(int) - picture_at(video, 14).astype(int)
    assert np.abs(difference).mean() < 12
    assert times(tmp_path / "clip.mp4", "audio")


@pytest.mark.parametrize(("start", "end"), [(3.0, 4.3), (5.0, 6.0)])
def test_span_behind_the_end_is_refused(video: Path, tmp_path: Path, start: float, end: float) -> None:
    with pytest.raises(SpanError, match="behind the file's end at 4"):
        cut(video, start, end, tmp_path / "clip.mp4")


def test_pictures_are_key_frames_in_the_span(video: Path) -> None:
    found = list(pictures(video, 0.5, 3.5, 2))
    assert [seconds for seconds, _ in found] == pytest.approx([1.0, 2.0])
    with av.open(io.BytesIO(found[0][1]), "r") as jpeg:
        (frame,) = jpeg.decode(video=0)
        assert (frame.width, frame.height) == (64, 64)


@pytest.fixture
def spans(sample: list[Record], tmp_path: Path) -> Path:
    """A SELECT of good spans of two videos, and of bad ones."""
    one, two = (id_of(sample[at]) for at in (2, 9))
    rows = [
        (one, 0.5, 1.5, "good"),
        (one, 0.5, 1.5, "the same again"),
        (one, 1.0, 1.0, "empty"),
        (two, 1.5, 0.5, "inverted"),
        (two, 0.0, 1.25, "good"),
        (two, 1.0, 900.0, "beyond"),
    ]
    values = ", ".join(f"('{name}', {start}, {end}, '{what}')" for name, start, end, what in rows)
    path = tmp_path / "spans.sql"
    path.write_text(f"SELECT * FROM (VALUES {values}) AS s(video_id, start_seconds, end_seconds, what)")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("exact", [False, True])
def test_clips(video_home: Home, spans: Path, tmp_path: Path, sample: list[Record], exact: bool) -> None:
    out = tmp_path / "out"
    options = ["--exact"] if exact else []
    plan = run(video_home, "clips", "--sql", str(spans), str(out), "--dry-run")
    assert "clips to cut" in plan.stdout
    done = run(video_home, "clips", "--sql", str(spans), str(out), "--frames", "1", *options)
    assert done.exit_code == 0, done.stderr
    one, two = (id_of(sample[at]) for at in (2, 9))
    assert {path.name for path in (out / "clips").iterdir()} == {f"{one}_500-1500.mp4", f"{two}_0-1250.mp4"}
    manifest = json.loads((out / "manifest.json").read_text())
    problems = {item["key"]: item["problem"] for item in manifest["items"] if item["problem"]}
    assert set(problems) == {f"{two}_1000-900000"}
    assert manifest["left_out"] == {f"{one}_1000-1000": "an empty span", f"{two}_1500-500": "an inverted span"}
    assert len(list((out / "frames").iterdir())) == 2
    rows = [json.loads(line) for line in (out / "metadata.jsonl").read_text().splitlines()]
    assert {row["what"] for row in rows} == {"good"}
    again = run(video_home, "clips", "--sql", str(spans), str(out), "--frames", "1", *options)
    assert "0 of them new" in again.stderr
    assert "read 0 bytes" in again.stderr


@pytest.mark.filterwarnings(UNCLOSED)
def test_clips_as_webdataset(video_home: Home, spans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(video_home, "clips", "--sql", str(spans), str(out), "--format", "webdataset", "--frames", "1")
    assert done.exit_code == 0, done.stderr
    webdataset = pytest.importorskip("webdataset")
    samples = list(webdataset.WebDataset(str(out / "clips-00000.tar"), shardshuffle=False, empty_check=False))
    assert len(samples) == 2
    for found in samples:
        assert json.loads(found["json"])["what"] == "good"
        with av.open(io.BytesIO(found["mp4"]), "r") as container:
            assert next(container.decode(video=0)).width == 64
    with tarfile.open(out / "clips-00000.tar") as packed:
        assert sum(name.endswith(".jpg") for name in packed.getnames()) == 2


def test_spans_that_are_no_times_are_listed(video_home: Home, tmp_path: Path, sample: list[Record]) -> None:
    out, name = tmp_path / "out", id_of(sample[2])
    spans = f"""
        SELECT '{name}' AS video_id, col0 AS start_seconds, col1 AS end_seconds
        FROM (VALUES ('nan'::DOUBLE, 2.0), (1.0, 'inf'::DOUBLE), (NULL, 3.0), (-1.0, 1.0))
    """
    done = run(video_home, "clips", "--sql", "-", str(out), text=spans)
    assert done.exit_code == 0, done.stderr
    assert json.loads((out / "manifest.json").read_text())["left_out"] == {
        f"{name}_none-2000": "a span without a start or an end",
        f"{name}_1000-none": "a span without a start or an end",
        f"{name}_none-3000": "a span without a start or an end",
        f"{name}_-1000-1000": "a span before the start",
    }
    texts = f"SELECT '{name}' AS video_id, '1' AS start_seconds, 2 AS end_seconds"
    refused = run(video_home, "clips", "--sql", "-", str(out), text=texts)
    assert refused.exit_code == 1
    assert "start_seconds of the selection is of the type String" in refused.stderr


def test_a_selection_without_spans_is_refused(video_home: Home, tmp_path: Path) -> None:
    done = run(video_home, "clips", "--where", "true", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert "no column start_seconds" in done.stderr
