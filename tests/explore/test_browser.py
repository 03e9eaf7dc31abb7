"""Each page used as a person would, in a real browser, on the synthetic sample."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.explore.browser import Window, window
from tests.explore.conftest import Site
from tests.fetch.conftest import run

pytestmark = pytest.mark.slow
LONGEST = "SELECT video_id FROM transcript_segments GROUP BY ALL ORDER BY count(*) DESC, video_id LIMIT 1"


def test_a_category_on_the_start_leads_to_its_videos_and_back(page: Page, site: Site) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("Education")).first.click()
    (count,) = site.warehouse.sql("SELECT count(*) FROM videos WHERE content_parent_category = 'Education'").row(0)
    expect(page.locator("#count")).to_have_text(f"{count} videos.")
    page.reload()
    expect(page.locator("#count")).to_have_text(f"{count} videos.")
    page.go_back()
    expect(page.get_by_role("heading", name="FineVideo")).to_be_visible()


def test_values_are_chosen_and_left_out_again_and_the_order_submits_itself(page: Page) -> None:
    page.goto("/videos")
    mood = page.locator(".facets a", has_text="Curious")
    (count,) = re.findall(r"\d+", mood.inner_text())
    mood.click()
    expect(page.locator("#count")).to_have_text(f"{count} videos.")
    expect(page.locator(".facets a[aria-current]")).to_contain_text("Curious")
    page.get_by_label("Order").select_option("longest first")
    expect(page).to_have_url(re.compile(r"\?(?=.*mood=Curious)(?=.*order=longest)"))
    first = page.locator("ol.videos a.title").first.inner_text()
    page.reload()
    expect(page.locator("ol.videos a.title").first).to_have_text(first)
    page.locator(".facets a[aria-current]").click()
    expect(page.locator("#count")).to_have_text("48 videos.")


def test_words_are_searched_by_keyboard_alone(page: Page) -> None:
    page.goto("/videos")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Words in title or channel")).to_be_focused()
    page.keyboard.type("part")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/videos\?words=part&order=title$"))


def test_a_video_leads_to_the_next_of_its_list_and_back_to_it(page: Page) -> None:
    page.goto("/videos?category=Sports&order=oldest")
    titles = page.locator("ol.videos a.title").all_inner_texts()
    page.locator("ol.videos a.title").first.click()
    for title in titles:
        expect(page.locator("h1")).to_have_text(title)
        if title != titles[-1]:
            page.get_by_role("link", name="Next", exact=True).click()
    expect(page.get_by_role("link", name="Next", exact=True)).to_have_count(0)
    page.get_by_role("link", name="← Videos").click()
    expect(page).to_have_url(re.compile("category=Sports&order=oldest"))


def test_the_transcript_is_searched_and_follows(page: Page, site: Site) -> None:
    video_id = site.warehouse.sql(LONGEST).item()
    rows = site.warehouse.sql("SELECT * FROM transcript_segments WHERE video_id = $v ORDER BY ALL", {"v": video_id})
    last = rows.row(-1, named=True)
    page.goto(f"/video/{video_id}")
    segments = page.locator("#transcript li")
    expect(segments).to_have_count(rows.height)
    expect(segments.last).not_to_be_in_viewport()
    word = last["text"].split()[0]
    page.get_by_label("Search the transcript").fill(word)
    count = sum(word.lower() in text.lower() for text in rows["text"])
    expect(page.locator("#found")).to_have_text(f"{count} of {rows.height}")
    expect(page.locator("#transcript li:visible")).to_have_count(count)
    assert set(page.locator("#transcript mark").all_inner_texts()).pop().lower() == word.lower()
    page.get_by_label("Search the transcript").fill("")
    page.goto(f"/video/{video_id}?t={int(last['start_seconds'])}")
    expect(segments.last).to_have_class("running")
    expect(segments.last).to_be_in_viewport()


def test_a_moment_that_is_clicked_is_marked_and_in_the_address(page: Page, site: Site) -> None:
    page.goto(f"/video/{site.warehouse.sql(LONGEST).item()}")
    link = page.locator("#transcript li a").nth(3)
    at = re.search(r"t=(\d+)", str(link.get_attribute("href")))
    assert at
    link.click()
    expect(page).to_have_url(re.compile(rf"[?&]t={at[1]}$"))
    expect(page.locator("svg.timeline a.running")).not_to_have_count(0)
    assert page.locator("line.playhead").get_attribute("x1")
    page.reload()
    expect(page.locator("#transcript li.running")).not_to_have_count(0)


def test_a_search_leads_to_the_second_of_its_hit_and_to_the_next_hit(page: Page) -> None:
    page.goto("/search")
    page.get_by_label("Words").fill("music")
    page.get_by_label("One moment per video").check()
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    titles = page.locator("article.hit h2").all_inner_texts()
    page.locator("article.hit a").first.click()
    expect(page).to_have_url(re.compile(r"/video/.*list=search"))
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page.locator("h1")).to_have_text(titles[1])


def test_a_question_is_asked_with_another_value_drawn_and_downloaded(page: Page, site: Site, tmp_path: Path) -> None:
    page.goto("/questions")
    page.get_by_role("link", name=site.warehouse.canned("mood_mix").title).click()
    page.get_by_label("category").fill("Education")
    page.get_by_role("button", name="Ask").click()
    expect(page).to_have_url(re.compile("category=Education"))
    expected = site.warehouse.query("mood_mix", category="Education")
    expect(page.locator("#count")).to_have_text(f"{expected.height} rows.")
    canvas = page.locator(".chart[data-drawn] canvas")
    expect(canvas).to_be_visible(timeout=120_000)
    box = canvas.bounding_box()
    assert box
    for height in range(30, 300, 10):  # a bar is somewhere down there
        page.mouse.move(box["x"] + 150, box["y"] + 60 + height)
        page.evaluate("new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))")
        if page.locator("#vg-tooltip-element.visible").count():
            break
    expect(page.locator("#vg-tooltip-element")).to_contain_text("scenes")
    for kind, starts in (("CSV", b"mood"), ("PARQUET", b"PAR1"), ("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as download:
            page.get_by_role("link", name=kind, exact=True).click()
        download.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_bytes().startswith(starts)
    assert pl.read_csv(tmp_path / "CSV").height == expected.height
    page.get_by_role("link", name="Where the columns come from").click()
    expect(page.get_by_role("cell", name=re.compile("content_metadata")).first).to_be_visible()


def test_a_statement_is_completed_run_drawn_and_remembered(page: Page) -> None:
    page.goto("/sql")
    area = page.get_by_label("Statement")
    area.press_sequentially("SELECT content_parent_category AS c, count(*) AS n FROM vide")
    expect(page.get_by_role("option", name="videos", exact=True)).to_be_visible()
    area.press("Enter")
    expect(area).to_have_value(re.compile(r"FROM videos$"))
    area.press_sequentially(" WHERE youtube_ch")
    expect(page.get_by_role("option", name="youtube_channel", exact=True)).to_be_visible()
    area.press("Tab")
    area.press_sequentially(" <> '' GROUP BY ALL")
    area.press("Escape")
    area.press("Control+Enter")
    expect(page.locator("#count")).to_have_text("9 rows.")
    page.locator("select[name=x]").select_option("n")
    page.locator("select[name=y]").select_option("c")
    page.get_by_role("button", name="Draw").click()
    expect(page.locator(".chart[data-drawn] canvas")).to_be_visible(timeout=120_000)
    page.goto("/sql")
    page.get_by_text("History").click()
    page.locator("#history button").first.click()
    expect(area).to_have_value(re.compile("GROUP BY ALL"))


def test_names_that_come_late_complete_what_is_typed_by_then(page: Page) -> None:
    held: list[Route] = []
    page.route("**/sql/names.json", lambda route: held.append(route))
    page.goto("/sql")
    page.get_by_label("Statement").press_sequentially("SELECT count(*) FROM vide")
    for route in reversed(held):
        route.continue_()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("option", name="videos", exact=True)).to_be_visible(timeout=5_000)


def test_a_result_is_turned_and_an_error_is_a_sentence(page: Page) -> None:
    page.goto("/sql?statement=" + quote("SELECT scene_index FROM scenes ORDER BY ALL"))
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page.locator("#count")).to_have_text(re.compile(r"Rows 101 to 200 of \d+\."))
    page.get_by_label("Statement").fill("SELECT * FROM vidoes")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("videos")


def test_what_is_put_aside_anywhere_is_exported_for_the_commands(page: Page, site: Site, tmp_path: Path) -> None:
    page.goto("/videos")
    page.locator("ol.videos button").first.click()
    expect(page.locator("#told")).to_have_text("Put aside: 1 in the collection.")
    page.goto("/search?q=music")
    page.locator("article.hit button").nth(1).click()
    expect(page.locator("#told")).to_have_text("Put aside: 2 in the collection.")
    page.goto("/questions/scene_clips")
    page.locator("td button").first.click()
    expect(page.locator("#told")).to_have_text("Put aside: 3 in the collection.")
    page.goto("/collection")
    for name in ("ids.txt", "selection.sql", "collection.json"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        download.value.save_as(tmp_path / name)
    kept = json.loads((tmp_path / "collection.json").read_text())["items"]
    assert len(kept) == 3
    commands = page.locator("pre").all_inner_texts()
    assert [command.split()[3] for command in commands] == ["fetch", "clips"]
    for command in commands:
        # the sample has no videos: the selection is taken, and the source is what is missing
        words = [str(tmp_path / word) if (tmp_path / word).is_file() else word for word in command.split()[3:]]
        told = run(site.warehouse.home, *words, "--dry-run")
        assert "sample" in told.stderr
        assert "selection" not in told.stderr
    page.locator("ol.kept a").nth(1).click()
    expect(page).to_have_url(re.compile("list=collection"))
    page.get_by_role("link", name="← Collection").click()
    page.get_by_role("button", name="Take out").first.click()
    expect(page.locator("#count")).to_contain_text("2 put aside")
    page.get_by_role("button", name="Take everything out").click()
    expect(page.get_by_text("Nothing was put aside yet")).to_be_visible()


def test_text_of_an_address_runs_nothing(page: Page) -> None:
    for path in ("/search?q=", "/sql?statement=", "/videos?words=", "/video/"):
        page.goto(path + "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E%3Cscript%3Ealert(1)%3C/script%3E")
        expect(page.locator("main script, main img[src=x]")).to_have_count(0)


def test_pages_work_without_scripts(browser: Browser, site: Site) -> None:
    with window(browser, site.address, scripts=False) as plain:
        page: Page = plain.page
        page.goto("/videos")
        page.locator("ol.videos button").first.click()
        expect(page.get_by_role("heading", name="Collection")).to_be_visible()
        page.get_by_role("button", name="Take out").click()
        page.goto("/questions/mood_mix")
        expect(page.locator("noscript img, .chart img").first).to_be_visible()


def test_an_explorer_that_has_ended_is_told_of(shown: Window) -> None:
    page = shown.page
    page.goto("/videos")
    shown.context.route("**/collection", lambda route: route.abort())
    page.locator("ol.videos button").first.click()
    expect(page.locator("#told")).to_contain_text("does not answer")
    shown.complaints.clear()
