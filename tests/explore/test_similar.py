"""More like this: scenes by their vectors, and what is said where there are none."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, expect

import warehouse
from tests.explore.browser import keep_picture, window
from tests.explore.conftest import Site, serving
from warehouse.home import Home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def alike(sample_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served warehouse whose scenes have vectors of what they are called."""
    root: Path = tmp_path_factory.mktemp("alike") / "data"
    shutil.copytree(sample_home.root, root, symlinks=True)
    opened = warehouse.open(root)
    rows = opened.sql("SELECT video_id, scene_index, title, dynamism_score FROM scenes ORDER BY ALL")
    vectors = [[1.0, len(title or ""), 10 * (dynamism or 0)] for _, _, title, dynamism in rows.iter_rows()]
    opened.put_vectors(rows.select("video_id", "scene_index").with_columns(vector=pl.Series(vectors)), "own")
    with serving(root) as site:
        yield site


def test_a_scene_leads_to_scenes_that_are_like_it_and_back(alike: Site, browser: Browser) -> None:
    video_id, scene = alike.warehouse.sql("SELECT video_id, scene_index FROM scenes ORDER BY ALL LIMIT 1").row(0)
    expected = alike.warehouse.similar(video_id, scene)
    with window(browser, alike.address) as opened:
        page = opened.page
        page.goto(f"/video/{video_id}")
        page.get_by_role("link", name=f"More like this: scene {scene}", exact=True).click()
        hits = page.locator("article.hit h2 a")
        expect(hits).to_have_count(expected.height)
        addresses = [str(link.get_attribute("href")) for link in hits.all()]
        found = [re.search(r"/video/([^?]+)", address) for address in addresses]
        assert [match[1] for match in found if match] == expected["video_id"].to_list()
        assert f"t={int(expected['start_seconds'][0])}" in addresses[0]
        expect(page.locator("article.hit").first).to_contain_text(f"cosine {expected['score'][0]:.2f}")
        keep_picture(page, "similar")
        hits.first.click()
        second = next(other for other in expected["video_id"] if other != expected["video_id"][0])
        assert f"/video/{second}" in str(page.get_by_role("link", name="Next", exact=True).get_attribute("href"))
        page.get_by_role("link", name="← More like this").click()
        expect(hits).to_have_count(expected.height)


def test_a_video_as_a_whole_has_scenes_that_are_like_it(alike: Site) -> None:
    video_id = alike.warehouse.sql("SELECT min(video_id) FROM scenes").item()
    assert f'href="/video/{video_id}/similar"' in alike.get(f"/video/{video_id}")[1]
    code, page = alike.get(f"/video/{video_id}/similar")
    assert code == 200
    ids = list(dict.fromkeys(re.findall(r'href="/video/([^"?]+)\?[^"]*list=similar', page)))
    assert ids == alike.warehouse.similar(video_id)["video_id"].unique(maintain_order=True).to_list()


def test_a_search_by_words_alone_can_be_chosen_where_there_are_vectors(alike: Site) -> None:
    code, page = alike.get("/search?q=music&by=words")
    assert code == 200
    assert '<option value="words" selected' in page
    expected = alike.warehouse.search("music", by="words", limit=50)["video_id"].to_list()
    assert re.findall(r'<h2><a href="/video/([^?"]+)', page) == expected
    assert alike.get("/search?q=music&by=nothing")[0] == 400


@pytest.mark.parametrize("state", ["scene=x", "scene=9999"])
def test_a_scene_that_is_none_is_a_sentence(alike: Site, state: str) -> None:
    video_id = alike.warehouse.sql("SELECT min(video_id) FROM scenes").item()
    code, page = alike.get(f"/video/{video_id}/similar?{state}")
    assert code == 400
    assert 'class="error"' in page


def test_without_vectors_a_video_says_how_to_get_them(site: Site) -> None:
    video_id = site.warehouse.sql("SELECT min(video_id) FROM scenes").item()
    _, page = site.get(f"/video/{video_id}")
    assert "warehouse embed" in html.unescape(page)
    assert "/similar" not in page
    code, page = site.get(f"/video/{video_id}/similar")
    assert code == 400
    assert "warehouse embed" in page
