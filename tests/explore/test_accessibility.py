"""Every page in both color schemes and two widths: what axe objects to, what moves while loading, what overflows."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.explore.browser import NARROW, WIDE, Scheme, keep_picture, window
from tests.explore.conftest import Site

pytestmark = [pytest.mark.slow]
STATEMENT = "SELECT+content_parent_category+AS+category,+count(*)+AS+videos+FROM+videos+GROUP+BY+ALL+ORDER+BY+ALL"
MOVED = """
    window.moved = [];
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) {
            if (!shift.hadRecentInput) {
                window.moved.push([shift.value, ...shift.sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
            }
        }
    }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def paths(site: Site) -> dict[str, str]:
    video_id = site.warehouse.sql(
        "SELECT video_id FROM transcript_segments GROUP BY ALL ORDER BY count(*) DESC, video_id LIMIT 1"
    ).item()
    site.post("/collection", {"put": f"3/9/{video_id}"}, Origin=site.address)
    return {
        "start": "/",
        "videos": "/videos?order=newest&category=Education",
        "video": f"/video/{video_id}?t=25",
        "search": "/search?q=music",
        "questions": "/questions",
        "question": "/questions/mood_mix",
        "lineage": "/questions/mood_mix/lineage",
        "sql": f"/sql?statement={STATEMENT}&mark=bar&x=videos&y=category",
        "collection": "/collection",
        "error": "/videos?year=never",
    }


# the looks change faster than the pages, so that one in five of the cases has nearly all pages and each look
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    "name",
    ["start", "videos", "video", "search", "questions", "question", "lineage", "sql", "collection", "error"],
)
def test_a_page_can_be_used_by_everybody(
    browser: Browser, site: Site, paths: dict[str, str], name: str, width: int, scheme: Scheme
) -> None:
    with window(browser, site.address, width, scheme) as opened:
        opened.page.add_init_script(MOVED)
        opened.page.goto(paths[name])
        require_usable(opened.page, name, f"{name}-{width}-{scheme}")


def require_usable(page: Page, name: str, picture: str) -> None:
    """Nothing moves while the page loads, nothing is wider than the window, and axe objects to nothing."""
    if name in ("question", "sql"):
        page.wait_for_selector(".chart[data-drawn] canvas", timeout=120_000)
    assert sum(shift[0] for shift in page.evaluate("window.moved")) < 0.01, page.evaluate("window.moved")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    keep_picture(page, picture)
    found = Axe().run(page)
    told = [(v["id"], [n["html"][:150] for n in v["nodes"][:3]]) for v in found.response["violations"]]
    assert not told
