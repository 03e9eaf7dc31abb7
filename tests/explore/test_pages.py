"""Every page of the explorer, over HTTP, against what the warehouse says."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import parse_qsl, quote

import polars as pl
import pytest

from tests.explore.conftest import Site
from warehouse.explore.facets import facets
from warehouse.explore.question_pages import asked_rows
from warehouse.explore.video_list import VideoFilter, list_videos, neighbours, read_filter


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def test_the_start_counts_videos_and_leads_to_them(site: Site) -> None:
    code, page = site.get("/")
    assert code == 200
    assert "48 videos" in text_of(page)
    assert "Synthetic sample" in page
    counts = site.warehouse.sql("SELECT content_parent_category, count(*) FROM videos GROUP BY ALL").rows()
    assert page.count('href="/videos?category=') == len(counts)
    bars = re.findall(r'href="(/videos\?(\w+)=[^"]+)".*?</meter><span>([\d,]+)<', page)
    assert {kind for _, kind, _ in bars} == {"category", "mood", "year", "quality"}
    for kind in ("category", "mood", "year", "quality"):
        for link, _, number in [bar for bar in bars if bar[1] == kind][:2]:
            assert f">{number} videos." in site.get(html.unescape(link))[1], link


@pytest.mark.parametrize(
    ("state", "condition"),
    [
        ("", "true"),
        ("category=Education", "content_parent_category = 'Education'"),
        ("shortest=60&longest=200", "duration_seconds BETWEEN 60 AND 200"),
        ("words=THE", "contains(lower(youtube_title || ' ' || youtube_channel), 'the')"),
        ("year=2023", "year(upload_date) = 2023"),
        ("mood=Curious", "video_id IN (SELECT video_id FROM scene_moods WHERE mood = 'Curious')"),
        ("speech=0.5", "video_id IN (SELECT video_id FROM video_profile WHERE speech_coverage >= 0.5)"),
        ("quality=0.8", "video_id IN (SELECT video_id FROM quality_score WHERE quality_score >= 0.8)"),
        ("channel=Galloway+Range+(synthetic)", "youtube_channel = 'Galloway Range (synthetic)'"),
    ],
)
def test_filters_count_what_they_say(site: Site, state: str, condition: str) -> None:
    (expected,) = site.warehouse.sql(f"SELECT count(*) FROM videos WHERE {condition}").row(0)
    code, page = site.get(f"/videos?{state}")
    assert code == 200
    found = re.search(r'id="count"[^>]*>([\d,]+) videos', page)
    assert found is not None
    assert int(found[1].replace(",", "")) == expected
    assert page.count('href="/video/') == min(int(found[1]), 50)


@pytest.mark.parametrize("state", ["year=abc", f"year={'9' * 41}", "order=nothing", "page=0", "page=x"])
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


def test_search_has_the_filters_of_the_library(site: Site) -> None:
    fine = site.warehouse.search("music", limit=1)["video_id"][0]
    statement = "SELECT content_fine_category, duration_seconds, youtube_channel FROM videos WHERE video_id = $id"
    category, length, channel = site.warehouse.sql(statement, {"id": fine}).row(0)
    filters = {"fine_category": category, "channel": channel, "min_duration": length - 1, "max_duration": length + 1}
    expected = site.warehouse.search("music", kinds=("moods",), limit=50, **filters)
    assert expected.height
    state = f"fine={quote(category)}&channel={quote(channel)}&shortest={length - 1}&longest={length + 1}&kind=moods"
    code, page = site.get(f"/search?q=music&{state}")
    assert code == 200
    assert re.findall(r'<h2><a href="/video/([^?"]+)', page) == expected["video_id"].to_list()
    assert 'name="by"' not in page
    assert site.get("/search?q=music&by=meaning")[0] == 400
    assert site.get(f"/video/{fine}?list=search&q=music&path=x")[0] == 200


def test_a_misspelled_word_is_told_of(site: Site) -> None:
    code, page = site.get("/search?q=musik+musicc")
    assert code == 200
    assert "is searched instead" in page


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


def test_a_chart_and_files_are_of_the_rows_that_are_shown(site: Site) -> None:
    statement = quote("SELECT random() AS drawn, 1 AS one")
    page = text_of(site.get(f"/sql?statement={statement}")[1])
    (drawn,) = site.get(f"/sql/download.csv?statement={statement}")[1].splitlines()[1:]
    assert f"{float(drawn.partition(',')[0]):.6g}" in page
    query = site.warehouse.canned("mood_mix")
    first = asked_rows(site.warehouse, query, {}, again=True)
    assert asked_rows(site.warehouse, query, {}, again=False) is first
    assert asked_rows(site.warehouse, query, {"category": "Sports"}, again=False) is not first
    assert asked_rows(site.warehouse, query, {}, again=True) is not first


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
    first, second = site.warehouse.sql("SELECT video_id FROM videos ORDER BY ALL LIMIT 2").to_series()
    origin = {"Origin": site.address, "Content-Type": "application/x-www-form-urlencoded"}
    for _ in range(2):
        assert site.post("/collection", {"put": f"12/15.5/{first}"}, **origin)[0] == 303
    assert site.post("/collection", {"put": f"//{second}"}, **origin, Accept="text/plain") == (
        200,
        "Put aside: 2 in the collection.",
    )
    assert site.get("/collection/ids.txt")[1] == f"{first}\n{second}\n"
    assert "2 put aside, of 2 videos" in site.get("/collection")[1]
    assert site.get("/collection/nothing.txt")[0] == 404
    for fields, headers in (
        ({"put": f"1/2/{first}"}, {}),
        ({"put": f"1/2/{first}"}, {"Origin": "http://evil.example"}),
        ({"put": f"x/2/{first}"}, origin),
        ({"put": "1/2/"}, origin),
    ):
        assert site.post("/collection", fields, **headers)[0] == 400
    assert site.post("/collection", {"remove": f"12/15.5/{first}"}, **origin)[0] == 303
    assert site.get("/collection/ids.txt")[1] == f"{second}\n"
    assert site.post("/collection", {"empty": "1"}, **origin)[0] == 303
    assert site.get("/collection/ids.txt")[1] == ""


def test_the_selection_is_what_was_put_aside_as_spans(site: Site) -> None:
    rows = "SELECT video_id, duration_seconds FROM videos WHERE duration_seconds > 30 ORDER BY ALL LIMIT 2"
    (first, length), (second, _) = site.warehouse.sql(rows).rows()
    origin = {"Origin": site.address, "Content-Type": "application/x-www-form-urlencoded"}
    for put in (f"//{first}", f"12//{second}", f"3/4.25/{second}"):
        site.post("/collection", {"put": put}, **origin)
    selected = site.warehouse.select(site.get("/collection/selection.sql")[1])
    selected.require_spans()
    assert selected.rows.rows() == [(first, 0.0, length), (second, 12.0, 22.0), (second, 3.0, 4.25)]
    kept = json.loads(site.get("/collection/collection.json")[1])
    assert [item["start_seconds"] for item in kept["items"]] == [None, 12.0, 3.0]
    site.post("/collection", {"empty": "1"}, **origin)
    assert site.warehouse.select(site.get("/collection/selection.sql")[1]).video_ids == []


@pytest.mark.parametrize("state", ["category=Education", "words=the&mood=Curious&shortest=60&longest=300&speech=0.25"])
def test_a_count_beside_a_value_is_what_it_leads_to(site: Site, state: str) -> None:
    wanted = read_filter(dict(parse_qsl(state)))
    for facet in facets(site.warehouse, wanted):
        others = dict(wanted.without(*facet.names).values)
        for value in facet.values[:2]:
            chosen = {name: given for name, given in value.state.items() if given is not None}
            count, _ = list_videos(site.warehouse, VideoFilter({**others, **chosen}), 1)
            assert count == value.videos, (facet.title, value.text)


@pytest.mark.parametrize("order", ["title", "most viewed"])
def test_an_order_is_kept_from_page_to_video(site: Site, order: str) -> None:
    _, page = site.get(f"/videos?order={quote(order)}")
    listed = re.findall(r'href="/video/([^"?]+)', page)
    _, video = site.get(f"/video/{listed[1]}?order={quote(order)}")
    beside = re.findall(r'href="/video/([^"?]+)[^"]*" rel="(prev|next)"', video)
    assert beside == [(listed[0], "prev"), (listed[2], "next")]


@pytest.mark.parametrize(
    ("order", "sql"),
    {
        "title": "lower(youtube_title)",
        "newest": "upload_date DESC NULLS LAST",
        "oldest": "upload_date NULLS LAST",
        "most viewed": "youtube_view_count DESC NULLS LAST",
        "shortest first": "duration_seconds NULLS LAST",
        "longest first": "duration_seconds DESC NULLS LAST",
        "most scenes": "scenes DESC",
        "most speech": "speech_coverage DESC NULLS LAST",
        "best annotated": "quality_score DESC NULLS LAST",
    }.items(),
)
def test_an_order_is_that_of_sql(site: Site, order: str, sql: str) -> None:
    statement = f"""
        SELECT video_id FROM videos
        JOIN (SELECT video_id, scenes, speech_coverage FROM video_profile) USING (video_id)
        LEFT JOIN quality_score USING (video_id) ORDER BY {sql}, video_id
    """
    expected = site.warehouse.sql(statement)["video_id"].to_list()
    _, rows = list_videos(site.warehouse, VideoFilter({}, order), 1)
    assert rows["video_id"].to_list() == expected
    wanted = VideoFilter({"shortest": 100.0}, order)
    listed = list_videos(site.warehouse, wanted, 1)[1]["video_id"].to_list()
    ends = [None, *listed, None]
    assert [neighbours(site.warehouse, wanted, video_id) for video_id in listed] == [*zip(ends, ends[2:], strict=False)]


def test_facets_count_what_sql_counts(site: Site) -> None:
    found = {
        facet.title: facet for facet in facets(site.warehouse, read_filter({"shortest": "100", "mood": "Curious"}))
    }
    long, curious = "duration_seconds >= 100", "video_id IN (SELECT video_id FROM scene_moods WHERE mood = 'Curious')"
    for title, counts in {
        "Category": f"content_parent_category, count(*) FROM videos WHERE {long} AND {curious} GROUP BY ALL ORDER BY 1",
        "Year of upload": f"year(upload_date), count(*) FROM videos WHERE {long} AND {curious} GROUP BY ALL ORDER BY 1",
        "Mood of a scene": (
            "mood, count(DISTINCT video_id) AS n FROM scene_moods JOIN videos USING (video_id) "
            f"WHERE {long} AND mood IS NOT NULL GROUP BY ALL ORDER BY n DESC, mood LIMIT 20"
        ),
    }.items():
        expected = [(str(value), videos) for value, videos in site.warehouse.sql(f"SELECT {counts}").iter_rows()]
        assert [(value.text, value.videos) for value in found[title].values] == expected
    shortest = f"SELECT count(*) FROM videos WHERE {curious} AND duration_seconds BETWEEN 60 AND 180"
    assert {value.text: value.videos for value in found["Length"].values}["1:00 to 3:00"] == (
        site.warehouse.sql(shortest).item()
    )


def test_a_video_of_a_search_has_the_neighbours_of_its_hits(site: Site) -> None:
    hits = re.findall(r'href="(/video/([^"?]+)[^"]*)"', site.get("/search?q=music")[1])
    ids = list(dict.fromkeys(video_id for _, video_id in hits))
    links = {video_id: html.unescape(link) for link, video_id in reversed(hits)}
    _, video = site.get(links[ids[1]])
    assert re.findall(r'href="/video/([^"?]+)[^"]*" rel="(prev|next)"', video) == [(ids[0], "prev"), (ids[2], "next")]
    assert 'href="/search?q=music"' in video


def test_rows_of_a_statement_come_by_pages_and_as_files(site: Site) -> None:
    statement = quote("SELECT video_id, scene_index, start_seconds, dynamism_score AS d FROM scenes ORDER BY ALL")
    count = site.warehouse.manifest.rows["scenes"]
    assert count > 200
    _, page = site.get(f"/sql?statement={statement}&page=2")
    assert f"Rows 101 to 200 of {count}." in page
    assert site.get(f"/sql?statement={statement}&page=-1")[0] == 400
    assert pl.read_csv(site.get(f"/sql/download.csv?statement={statement}")[1].encode()).height == count
    chart = json.loads(site.get(f"/sql/download.json?statement={statement}&mark=point&x=scene_index&y=d")[1])
    assert chart["mark"]["type"] == "point"
    assert site.get(f"/sql/download.svg?statement={statement}&mark=point&x=none&y=d")[0] == 400
    assert site.get(f"/sql/download.svg?statement={statement}")[0] == 400
    texts = quote("SELECT title, video_id FROM scenes")
    code, page = site.get(f"/sql/download.json?statement={texts}&mark=bar&x=title&y=video_id", Accept="text/plain")
    assert code == 400
    assert page == "A bar chart needs a number for x or y: neither title nor video_id is one."


def test_what_the_console_completes_are_all_relations_with_their_columns(site: Site) -> None:
    names = json.loads(site.get("/sql/names.json")[1])
    assert names["relations"]["videos"] == site.warehouse.sql("FROM videos LIMIT 0").columns
    assert {"scene_moods", *site.warehouse.tables} <= names["relations"].keys()
    view = "scene_moods"
    assert names["relations"][view] == site.warehouse.sql(f"FROM {view} LIMIT 0").columns
    assert "mood_mix" in names["queries"]


def test_another_host_is_refused(site: Site) -> None:
    assert site.get("/", Host="evil.example")[0] == 400
