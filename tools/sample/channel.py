"""What YouTube says of a video: title, channel, description, tags and counts."""

from __future__ import annotations

from tools.sample.chance import Chance
from tools.sample.grammar import Writer, tidy
from tools.sample.scenes import Record
from tools.sample.world import World

SUFFIX = " (synthetic)"
FOLLOWERS = (5, 31, 300, 2_000, 6_000, 11_000, 30_000, 65_000, 120_000, 439_000, 2_110_000)
VIEWS = (5, 70, 200, 900, 3_000, 6_300, 15_000, 30_000, 60_000, 160_000, 1_500_000)
TAGS = (2, 5, 9, 13, 16, 19, 22, 25, 29, 36, 48)
YEARS = (2009, 2011, 2012, 2013, 2016, 2017, 2017, 2018, 2019, 2020, 2020, 2021, 2022, 2022, 2023, 2023, 2024, 2024)
CATEGORIES = {
    "Art & Creativity": ("Howto & Style", "Education", "People & Blogs", "Film & Animation"),
    "Automotive": ("Autos & Vehicles", "Autos & Vehicles", "Sports"),
    "Education": ("Education", "Education", "Howto & Style", "Science & Technology"),
    "Entertainment": ("Entertainment", "Comedy", "Music", "Gaming", "Film & Animation"),
    "Hobbies & Interests": ("Howto & Style", "Entertainment", "People & Blogs", "Pets & Animals"),
    "Lifestyle": ("Howto & Style", "People & Blogs", "Travel & Events"),
    "News & Politics": ("News & Politics", "News & Politics", "Nonprofits & Activism"),
    "Science & Technology": ("Science & Technology", "Education"),
    "Sports": ("Sports", "Sports", "Entertainment", "People & Blogs"),
}


def _description(writer: Writer) -> str:
    chance = writer.chance
    lines = [writer.sentence("blurb") for _ in range(3 + chance.below(20))]
    return chance.pick(("\n", "\n\n")).join([writer.sentence("summary"), *lines])


def _tags(writer: Writer) -> list[str]:
    count = int(writer.chance.quantile(TAGS))
    return list(dict.fromkeys(tidy(writer.phrase("tag")).lower() for _ in range(count)))


def _upload_date(chance: Chance) -> str:
    return f"{chance.pick(YEARS)}{1 + chance.below(12):02d}{1 + chance.below(28):02d}"


def channel(world: World) -> Record:
    """The fields of a record whose names begin with ``youtube_``."""
    writer, chance = world.writer, world.writer.chance
    views = int(chance.quantile(VIEWS))
    likes = int(views * chance.between(0.003, 0.05))
    return {
        "youtube_age_limit": 0,
        "youtube_categories": [chance.pick(CATEGORIES[world.topic.parent])],
        "youtube_channel": writer.phrase("channel_name") + SUFFIX,
        "youtube_channel_follower_count": int(chance.quantile(FOLLOWERS)),
        "youtube_comment_count": int(likes * chance.between(0, 0.25)),
        "youtube_description": _description(writer),
        "youtube_like_count": likes,
        "youtube_tags": _tags(writer),
        "youtube_title": writer.sentence("video_title"),
        "youtube_upload_date": _upload_date(chance),
        "youtube_view_count": views,
    }
