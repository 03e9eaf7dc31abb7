"""What goes with every copy of a video: whom it is by, and the dataset's terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import httpx2
from huggingface_hub import RepoCard, hf_hub_url, is_offline_mode

from warehouse.fetch.export_folder import Item
from warehouse.fetch.open_shards import Shards
from warehouse.hub.client import answered, read_bounded, require_success
from warehouse.hub.http_errors import FAULTS

DATASET = "https://huggingface.co/datasets/HuggingFaceFV/finevideo"
_LARGEST_CARD_BYTES = 2**22
_POINTS = """\
1. Use the videos only by the terms of the licence that each was published under (CC-BY), attribution included: see
   CREDITS.md.
2. Valid removal requests lead to a new revision of the dataset: move to the most recent usable one. `warehouse ingest`
   follows, and `warehouse exports --prune` then deletes from this folder what was removed.
3. Whoever hosts or shares all or part of the dataset includes these terms.
"""


def credits_text(items: Iterable[Item]) -> str:
    """One line a video: title, channel, link and licence."""
    told = {item.video_id: item.told for item in items}
    lines = sorted(_line(video_id, facts) for video_id, facts in told.items())
    return "# Credits\n\nThe videos in this folder are by:\n\n" + "".join(f"- {line}\n" for line in lines)


def _line(video_id: str, told: dict[str, object]) -> str:
    title = _plain(told.get("youtube_title") or video_id)
    link = told.get("watch_url")
    named = f"[{title}]({link})" if link else title
    return f"{named} by {_plain(told.get('youtube_channel') or 'unknown')} ({video_id}), CC-BY"


def _plain(text: object) -> str:
    """A text as part of a line of Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in " ".join(str(text).split()))


def terms_text(shards: Shards) -> str:
    """The dataset's terms: those on its page where they can be read, else what they ask, with the link."""
    listing = shards.listing
    page = shards.client.page(listing.repository) if listing else DATASET
    prompt = _prompt(shards)
    if prompt:
        return f"# Terms of the dataset\n\nAs given on <{page}> at {listing.commit if listing else ''}:\n\n{prompt}\n"
    return f"# Terms of the dataset\n\n<{page}> has the binding terms. They ask, in short:\n\n{_POINTS}"


def _prompt(shards: Shards) -> str:
    """The terms that the repository's card asks to accept; empty where it cannot be read or has none."""
    listing = shards.listing
    if listing is None or is_offline_mode():
        return ""
    url = hf_hub_url(
        listing.repository, "README.md", repo_type="dataset", revision=listing.commit, endpoint=shards.client.endpoint
    )
    try:
        with answered(replace(shards.client, tries=0), url, shards.client.headers()) as response:
            require_success(response)
            text = read_bounded(response, _LARGEST_CARD_BYTES).decode()
        card = RepoCard(text, ignore_metadata_errors=True)
    except (*FAULTS, httpx2.HTTPError, ValueError):
        return ""  # the three points are written instead
    return str(getattr(card.data, "extra_gated_prompt", None) or "")
