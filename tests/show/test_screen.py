"""A video on a terminal: to scale, without colour where none is wanted, and never acted upon."""

from __future__ import annotations

import io

from click.testing import CliRunner
from rich.console import Console

from warehouse.cli import main
from warehouse.home import Home
from warehouse.show import Video
from warehouse.show.screen import screen

CONTROLS = "\x1b\x07\x9b\x00\x7f\u202e\u2066\u2069\r"


def drawn(video: Video, width: int, height: int | None = None) -> str:
    out = io.StringIO()
    Console(file=out, width=width, highlight=False).print(screen(video, width, height))
    return out.getvalue()


def test_one_screen(sample_video: Video) -> None:
    for width, height in ((80, 30), (120, 40), (200, 60)):
        lines = drawn(sample_video, width, height).splitlines()
        assert len(lines) <= height
        assert max(map(len, lines)) <= width
        assert [line.split()[0] for line in lines[-5:]] == ["Climax", "Cast", "Speech", "Quality", "Audits"]


def test_all_that_is_promised_is_there(sample_video: Video) -> None:
    text = " ".join(drawn(sample_video, 120).split())  # how far columns are apart is rich's own choice
    for part in (
        "Synthetic",
        sample_video.youtube_title,
        sample_video.youtube_channel,
        "climax",
        "5:34",
        "Quality 0.97",
    ):
        assert part in text
    assert all(scene.title[:20] in text for scene in sample_video.scenes)
    assert all(who.name in text for who in sample_video.characters)


def test_timeline_is_to_scale(sample_video: Video) -> None:
    line = next(line for line in drawn(sample_video, 110).splitlines() if line.startswith("scenes"))[10:]
    starts = [place for place, letter in enumerate(line) if letter == "▏"]
    expected = [(scene.start or 0) / sample_video.length * 100 for scene in sample_video.scenes]
    assert len(starts) == len(expected)
    assert all(abs(place - wanted) <= 1 for place, wanted in zip(starts, expected, strict=True))


def test_command_in_a_pipe(sample_home: Home, sample_video: Video) -> None:
    done = CliRunner().invoke(main, ["--home", str(sample_home.root), "show", sample_video.video_id])
    assert done.exit_code == 0
    assert sample_video.youtube_title in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_data_never_controls_the_terminal(hostile_home: Home) -> None:
    for arguments in (["5S-silCXdE0"], ["5S-silCXdE0", "--all"]):
        done = CliRunner().invoke(main, ["--home", str(hostile_home.root), "show", *arguments])
        assert done.exit_code == 0
        assert not set(CONTROLS) & set(done.stdout)
        assert "\\x1b[31m" in done.stdout


def test_dash_and_unknown(sample_home: Home) -> None:
    run = CliRunner().invoke
    assert run(main, ["--home", str(sample_home.root), "show", "--", "-TqsIip9WZg"]).exit_code == 0
    unknown = run(main, ["--home", str(sample_home.root), "show", "nobody"])
    assert unknown.exit_code == 1
    assert "There is no video nobody" in unknown.stderr
    refused = run(main, ["--home", str(sample_home.root), "show", "5S-silCXdE0", "--html", "/nowhere/a.html"])
    assert refused.exit_code == 1
    assert "cannot be written" in refused.stderr
