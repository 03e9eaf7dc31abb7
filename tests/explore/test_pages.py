"""Every page of the explorer, over HTTP, against what the warehouse says."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote

import polars as pl
import pytest

from tests.explore.conftest import Site


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def test_the_start_counts_videos_and_leads_to_them(site: Site) -> None:
    code, page = site.get("/")
    assert code == 200
    assert "48 videos" in text_of(page)
    assert "Synthetic sample" in page
    links = re.findall(r'href="(/videos\?category=[^"]+)"', page)
    counts = site.warehouse.sql("SELECT content_parent_category, count(*) FROM videos GROUP BY ALL").rows()
    assert len(links) == len(counts)
    for link in links:
        assert site.get(html.unescape(link))[0] == 200


@pytest.mark.parametrize(
    ("state", "condition"),
    [
        ("", "true"),
        ("category=Education", "content_parent_category = 'Education'"),
        ("shortest=60&longest=200", "duration_seconds BETWEEN 60 AND 200"),
        ("words=THE", "contains(lower(youtube_title || ' ' || youtube_channel), 'the')"),
        ("year=2023", "year(upload_date) = 2023"),
        ("mood=Curious", "video_id IN (SELECT video_id FROM scene_moods WHERE mood = 'Curious')"),
    ],
)
def test_filters_count_what_they_say(site: Site, state: str, condition: str) -> None:
    (expected,) = site.warehouse.sql(f"SELECT count(*) FROM videos WHERE {condition}").row(0)
    code, page = site.get(f"/videos?{state}")
    assert code == 200
    found = re.search(r'id="count">([\d,]+) videos', page)
    assert found is not None
    assert int(found[1].replace(",", "")) == expected
    assert page.count('href="/video/') == min(int(found[1]), 50)


@pytest.mark.parametrize("state", ["year=abc", "order=nothing", "page=0", "page=x"])
def test_a_state_that_is_not_valid_is_a_sentence(site: Site, state: str) -> None:
    code, page = site.get(f"/videos?{state}")
    assert code == 400
    assert 'class="error"' in page
    assert "Traceback" not in page


def test_a_video_has_its_timeline_record_and_neighbours(site: Site) -> None:
    _, page = site.get("/videos")
    first, second = re.findall(r'href="(/video/[^"]+)"', page)[:2]
    code, video = site.get(html.unescape(first))
    assert code == 200
    assert "<svg" in video
    assert "Trimming suggestions" in video or "Questions" in video
    assert html.unescape(second) in html.unescape(video)
    video_id = first.removeprefix("/video/").split("?")[0]
    _, record = site.get(f"/video/{video_id}/record.json")
    assert json.loads(record) == site.warehouse.record(video_id)
    assert site.get("/video/nobody")[0] == 400


def test_search_marks_what_matched(site: Site) -> None:
    word = site.warehouse.sql("SELECT lower(name) FROM props LIMIT 1").item().split()[-1]
    code, page = site.get(f"/search?q={quote(word)}&group=1")
    assert code == 200
    assert "<mark>" in page
    assert "Nothing was found" in site.get("/search?q=zyzzyva")[1]


def test_every_question_has_a_page(site: Site) -> None:
    for name in site.warehouse.queries:
        assert f'href="/questions/{name}"' in site.get("/questions")[1]
    code, page = site.get("/questions/mood_mix?category=Education")
    assert code == 200
    assert "warehouse query mood_mix -p category Education" in page
    assert "wh.query(&quot;mood_mix&quot;" in page or 'wh.query("mood_mix", category=' in html.unescape(page)
    expected = site.warehouse.query("mood_mix", category="Education")
    _, csv = site.get("/questions/mood_mix/download.csv?category=Education")
    assert pl.read_csv(csv.encode()).height == expected.height
    assert site.get("/questions/mood_mix/download.svg")[1].startswith("<svg")
    assert site.get("/questions/mood_mix/download.exe")[0] == 400
    assert site.get("/questions/nothing")[0] == 400


def test_sql_is_one_select_in_the_sandbox(site: Site) -> None:
    assert "48" in text_of(site.get("/sql?statement=" + quote("SELECT count(*) AS n FROM videos"))[1])
    for statement in ("DROP TABLE videos", "SELECT * FROM read_csv('/etc/passwd')", "SELEC 1"):
        code, page = site.get("/sql?statement=" + quote(statement))
        assert code == 200
        assert 'class="error"' in page
        assert "root:" not in page


def test_nothing_of_an_address_is_markup(site: Site) -> None:
    attack = quote('"><script>alert(1)</script>')
    for path in (f"/search?q={attack}", f"/sql?statement={attack}", f"/videos?words={attack}", f"/video/{attack}"):
        assert "<script>alert" not in site.get(path)[1]


def test_what_is_put_aside_stays_until_it_is_taken_out(site: Site) -> None:
    video_id = site.warehouse.sql("SELECT video_id FROM videos LIMIT 1").item()
    origin = {"Origin": f"http://127.0.0.1:{site.port}", "Content-Type": "application/x-www-form-urlencoded"}
    moment = {"video_id": video_id, "start_seconds": "12"}
    for _ in range(2):
        assert site.post("/collection", moment, **origin)[0] == 303
    assert site.get("/collection/ids.txt")[1] == f"{video_id}\n"
    assert "1 put aside" in site.get("/collection")[1]
    assert site.post("/collection", moment)[0] == 400
    assert site.post("/collection", moment, Origin="http://evil.example")[0] == 400
    assert site.post("/collection", {**moment, "remove": "1"}, **origin)[0] == 303
    assert site.get("/collection/ids.txt")[1] == ""


def test_another_host_is_refused(site: Site) -> None:
    assert site.get("/", Host="evil.example")[0] == 400
