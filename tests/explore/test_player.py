"""A video that was fetched is played in the page; a refresh, hostile texts and a fetched file beside each other."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import SHARD_SCHEMA, Record
from tests.explore.browser import Window, window
from tests.explore.conftest import Site, serving
from tests.fetch.conftest import run
from tests.fetch.videos import id_of, mp4
from tests.show.conftest import hostile
from warehouse.fetch.exports import fetched_file
from warehouse.home import Home
from warehouse.ingest import ingest

pytestmark = pytest.mark.slow
FILM_SECONDS = 40


def write_films(folder: Path, records: list[Record]) -> Path:
    """A shard of records with videos that are long enough to be watched."""
    rows = [{"mp4": mp4(FILM_SECONDS), "json": record} for record in records]
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=SHARD_SCHEMA), folder / f"train-{len(rows)}.parquet")
    return folder


@pytest.fixture(scope="module")
def records(sample: list[Record]) -> list[Record]:
    """Some records, the texts of the last one hostile."""
    last = hostile(copy.deepcopy(sample[3]))
    assert isinstance(last, dict)
    return [*copy.deepcopy(sample[:3]), last]


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory, records: list[Record]) -> Iterator[Site]:
    """A served warehouse of shards with real videos, the first of which was fetched."""
    folder = tmp_path_factory.mktemp("films")
    home = Home.at(folder / "data")
    ingest(home, str(write_films(folder / "shards", records)))
    (folder / "ids.txt").write_text(id_of(records[0]) + "\n")
    fetched = run(home, "fetch", "--ids", str(folder / "ids.txt"), str(folder / "videos"))
    assert fetched.exit_code == 0, fetched.stderr
    with serving(home.root) as site:
        yield site


@pytest.fixture
def opened(browser: Browser, films: Site) -> Iterator[Window]:
    with window(browser, films.address) as found:
        yield found


def test_a_click_on_a_moment_seeks_and_the_running_second_marks_its_moment(
    opened: Window, films: Site, records: list[Record]
) -> None:
    page = opened.page
    page.goto(f"/video/{id_of(records[0])}")
    expect(page.locator("video#player")).to_have_js_property("readyState", 4)
    link = page.locator("#transcript li a").nth(2)
    found = re.search(r"t=(\d+)", str(link.get_attribute("href")))
    assert found
    at = int(found[1])
    assert 0 < at < FILM_SECONDS - 10
    link.click()
    page.wait_for_function(f"document.getElementById('player').currentTime >= {at}")
    expect(page.locator("#transcript li").nth(2)).to_have_class("running")
    page.evaluate(f"document.getElementById('player').currentTime = {FILM_SECONDS - 2}")
    expect(page.locator("#transcript li").nth(2)).not_to_have_class("running")
    expect(page.locator("#now")).to_have_text(re.compile("0:3[89]|0:40"))
    page.get_by_role("button", name="Put aside this moment").click()
    expect(page.locator("#told")).to_contain_text("Put aside")
    kept = json.loads(films.get("/collection/collection.json")[1])["items"]
    assert [(item["video_id"], item["start_seconds"] // 10) for item in kept] == [(id_of(records[0]), 3)]


def test_only_a_fetched_video_has_a_file(films: Site, records: list[Record], tmp_path: Path) -> None:
    one, other = id_of(records[0]), id_of(records[1])
    status, part = films.get(f"/video/{one}/file.mp4", Range="bytes=4-7")
    assert (status, part) == (206, "ftyp")
    for nobody in (other, "..%2f..%2fvideos%2fmanifest.json", "nobody"):
        assert films.get(f"/video/{nobody}/file.mp4")[0] == 404
    home = films.warehouse.home
    path = fetched_file(home, one)
    assert path is not None
    manifest = path.parents[1] / "manifest.json"
    before = manifest.read_text()
    (tmp_path / "secret.mp4").write_text("secret")
    way_out = f"../{'../' * 12}{str(tmp_path / 'secret.mp4').lstrip('/')}"
    manifest.write_text(before.replace(f"videos/{one}.mp4", way_out))
    assert fetched_file(home, one) is None
    manifest.write_text(before)


def test_commands_of_the_collection_cut_what_was_put_aside(
    opened: Window, films: Site, records: list[Record], tmp_path: Path
) -> None:
    page = opened.page
    page.goto("/collection")
    if page.get_by_role("button", name="Take everything out").count():
        page.get_by_role("button", name="Take everything out").click()
    page.goto(f"/video/{id_of(records[1])}")
    page.locator("#transcript li button").nth(1).click()
    expect(page.locator("#told")).to_contain_text("Put aside: 1")
    page.goto("/collection")
    for name in ("ids.txt", "selection.sql"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        download.value.save_as(tmp_path / name)
    for command, folder in zip(page.locator("pre").all_inner_texts(), ("videos", "clips"), strict=True):
        words = [str(tmp_path / w) if "." in w or "/" in w else w for w in command.split()[3:]]
        done = run(films.warehouse.home, *words)
        assert done.exit_code == 0, done.stderr
        assert len(list((tmp_path / folder / folder).glob("*.mp4"))) == 1


def test_texts_of_the_data_are_only_text_on_every_page(opened: Window, records: list[Record]) -> None:
    page, video_id = opened.page, id_of(records[3])
    statement = "SELECT+video_id,youtube_title,description+FROM+videos"
    for path in (
        "/",
        "/videos",
        f"/video/{video_id}?t=3",
        "/search?q=script",
        "/questions/top_channels",
        f"/sql?statement={statement}&mark=bar&x=youtube_title&y=video_id",
        "/collection",
    ):
        page.goto(path)
        expect(page.locator("main")).to_be_visible()
        expect(page.locator("main script, main img[src=x]")).to_have_count(0)
        assert "taken over" not in page.title() or "<script>" in page.title()
    page.goto(f"/video/{video_id}")
    page.get_by_label("Search the transcript").fill("<script>")
    expect(page.locator("#transcript mark").first).to_have_text("<script>")
    expect(page.locator("main script")).to_have_count(0)


def test_a_newer_snapshot_is_told_of_and_moved_to_on_a_click(
    browser: Browser, tmp_path: Path, records: list[Record]
) -> None:
    home = Home.at(tmp_path / "data")

    def refresh(count: int) -> None:
        lines = (json.dumps(record) + "\n" for record in records[:count])
        (tmp_path / "records.jsonl").write_text("".join(lines))
        ingest(home, str(tmp_path / "records.jsonl"))

    refresh(1)
    with serving(home.root) as site, window(browser, site.address) as found:
        page: Page = found.page
        page.goto("/videos")
        expect(page.locator("#count")).to_have_text("1 videos.")
        expect(page.locator(".picture")).to_have_text("no network")
        expect(page.locator("#newer")).to_be_hidden()
        other = found.tab()
        other.goto(f"/video/{id_of(records[0])}")
        refresh(2)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator("#newer")).to_be_visible()
        page.reload()
        expect(page.locator("#count")).to_have_text("1 videos.")
        page.get_by_role("button", name="Show it").click()
        expect(page).to_have_url(re.compile("/videos$"))
        expect(page.locator("#count")).to_have_text("2 videos.")
        expect(page.locator("#newer")).to_be_hidden()
        other.get_by_role("link", name="← Videos").click()
        expect(other.locator("#count")).to_have_text("2 videos.")
        # the snapshot that is shown is removed by the second refresh after it
        refresh(3)
        refresh(4)
        page.reload()
        expect(page.locator("#count")).to_have_text("4 videos.")
