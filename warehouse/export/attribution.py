"""What goes with every export: the terms of the dataset, and whom to credit for each video."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from warehouse.export.contents import Contents
from warehouse.model import VIDEOS

TERMS = "TERMS.md"
CREDITS = "CREDITS.csv"
CITATION = """\
@misc{finevideo2024,
  title = {FineVideo},
  author = {Farré, Miquel and Marafioti, Andi and Tunstall, Lewis and von Werra, Leandro and Wolf, Thomas},
  year = {2024},
  howpublished = {Hugging Face, dataset HuggingFaceFV/finevideo},
  url = {https://huggingface.co/datasets/HuggingFaceFV/finevideo}
}"""


def terms_text() -> str:
    """The text of ``TERMS.md``."""
    return Path(__file__).with_name("terms.md").read_text()


def credits_frame(contents: Contents) -> pl.DataFrame:
    """A row a video, sorted by its id, with title, channel and address."""
    videos = pl.read_parquet(contents.parts(VIDEOS), columns=["video_id", "youtube_title", "youtube_channel"])
    address = pl.concat_str(pl.lit("https://www.youtube.com/watch?v="), "video_id").alias("watch_url")
    return videos.sort("video_id").with_columns(address)


def credits_table(contents: Contents) -> bytes:
    """``CREDITS.csv``: the rows of ``credits_frame``."""
    buffer = io.BytesIO()
    credits_frame(contents).write_csv(buffer)
    return buffer.getvalue()
