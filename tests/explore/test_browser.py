"""Each page used as a person would, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.explore.browser import Window, window
from tests.explore.conftest import Site

pytestmark = pytest.mark.slow


@pytest.fixture
def shown(browser: Browser, site: Site) -> Iterator[Window]:
    with window(browser, site.address) as opened:
        yield opened


@pytest.fixture
def page(shown: Window) -> Page:
    return shown.page


def test_a_category_on_the_start_leads_to_its_videos_and_back(page: Page, site: Site) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("Education")).first.click()
    (count,) = site.warehouse.sql("SELECT count(*) FROM videos WHERE content_parent_category = 'Education'").row(0)
    expect(page.locator("#count")).to_have_text(f"{count} videos.")
    page.reload()
    expect(page.locator("#count")).to_have_text(f"{count} videos.")
    page.go_back()
    expect(page.get_by_role("heading", name="FineVideo")).to_be_visible()


def test_a_search_leads_to_the_second_of_its_hit(page: Page) -> None:
    page.goto("/search")
    page.get_by_label("Words").fill("music")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    page.locator("article.hit a").first.click()
    expect(page).to_have_url(re.compile(r"/video/"))


def test_a_question_is_asked_with_another_value_and_downloaded(page: Page, site: Site, tmp_path: Path) -> None:
    page.goto("/questions")
    page.get_by_role("link", name=site.warehouse.canned("mood_mix").title).click()
    page.get_by_label("category").fill("Education")
    page.get_by_role("button", name="Ask").click()
    expect(page).to_have_url(re.compile("category=Education"))
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "rows.csv")
    expected = site.warehouse.query("mood_mix", category="Education")
    assert pl.read_csv(tmp_path / "rows.csv").height == expected.height


def test_a_statement_runs_and_an_error_is_a_sentence(page: Page) -> None:
    page.goto("/sql")
    page.get_by_label("Statement").fill("SELECT count(*) AS n FROM videos")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("cell", name="48")).to_be_visible()
    page.get_by_label("Statement").fill("SELECT * FROM vidoes")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("videos")


def test_a_video_is_put_aside_and_taken_out(page: Page) -> None:
    page.goto("/videos")
    page.locator("ol.videos a.title").first.click()
    page.get_by_role("button", name="Put aside the whole video").click()
    expect(page.locator("#told")).to_have_text("Put aside: 1 in the collection.")
    page.goto("/collection")
    page.get_by_role("button", name="Take out").first.click()
    expect(page.get_by_role("button", name="Take out")).to_have_count(0)


def test_text_of_an_address_runs_nothing(page: Page) -> None:
    for path in ("/search?q=", "/sql?statement=", "/videos?words=", "/video/"):
        page.goto(path + "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E%3Cscript%3Ealert(1)%3C/script%3E")
        expect(page.locator("main script, main img[src=x]")).to_have_count(0)
