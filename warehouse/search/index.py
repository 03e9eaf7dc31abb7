"""The index of a snapshot, opened: from a query to ranked moments."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from warehouse.search.arrays import map_arrays
from warehouse.search.filters import Filters, accepted_videos
from warehouse.search.index_parts import read_listing
from warehouse.search.kinds import NAMES, require_kinds
from warehouse.search.matching import Matcher
from warehouse.search.options import search_options
from warehouse.search.parse_words import Query, parse_query
from warehouse.search.postings import Postings
from warehouse.search.ranking import Accepts, Ranked, ranked
from warehouse.search.results import Hit, Moment, shown_moment
from warehouse.search.spelling import nearest_word
from warehouse.search.video_store import StoredVideo, read_video

if TYPE_CHECKING:
    import polars as pl

Array = npt.NDArray[Any]

ANYTHING = Filters()
Tell = Callable[[str], None]


def ignore(_: str) -> None:
    """Tell nobody."""


class SearchIndex:
    """Finds moments in one snapshot; what it has opened stays readable when the snapshot is removed.

    What is damaged is a HomeError that names the file, at the latest when it is read.
    """

    def __init__(self, snapshot_folder: Path) -> None:
        self.snapshot = snapshot_folder
        self._chunks = [map_arrays(path) for path in read_listing(snapshot_folder)]
        self._matchers = [Matcher(chunk) for chunk in self._chunks]

    def search(self, query: str, *, tell: Tell = ignore, **options: Any) -> pl.DataFrame:
        """The moments that match a query, the best first: see ``moments``; the options are those of a user."""
        from warehouse.search.frame import moment_frame  # Polars takes a moment to import

        return moment_frame(self.moments(query, tell=tell, **search_options(options)))

    def moments(
        self,
        query: str,
        kinds: Sequence[str] = (),
        filters: Filters = ANYTHING,
        limit: int | None = 20,
        *,
        group_by_video: bool = False,
        tell: Tell = ignore,
    ) -> list[Moment]:
        """The moments that match a query, the best first, equals in the order of the source.

        Any text is a query: of single words any will do, "phrases" in quotes must be there, ``-word`` must not, and
        ``truck*`` is all words that begin so. Words outside quotes that no text has are told of with the nearest that
        some text has, which are searched in their place if nothing else is found.

        Raises:
            QueryError: there is no such kind.
        """
        require_kinds(kinds)
        parsed = parse_query(query)
        if not self._chunks or not parsed.wanted:
            return []
        accepts = self._accepts(kinds, filters)
        found = ranked(self._matchers, parsed, accepts, limit, group_by_video=group_by_video)
        if nearest := self._nearest(parsed):
            searched = not found
            if searched:
                meant = parsed.with_words(nearest)
                found = ranked(self._matchers, meant, accepts, limit, group_by_video=group_by_video)
            for word, near in nearest.items():
                tell(f"No text has {word}: {f'{near} is searched instead.' if searched else f'did you mean {near}?'}")
        return self._shown(found)

    def _nearest(self, query: Query) -> dict[str, str]:
        """The words of a query, outside quotes, that no text has, each with the nearest that some text has."""
        terms = (term for clause in query.wanted if not clause.required for term in clause.terms if not term.prefix)
        words = {term.word: term.text for term in terms}
        postings = [Postings(chunk) for chunk in self._chunks]
        unknown = [word for word, stem in words.items() if not any(chunk.has_stem(stem) for chunk in postings)]
        found = {word: nearest_word(word, self._chunks) for word in unknown}
        return {word: near for word, near in found.items() if near is not None}

    def _accepts(self, kinds: Sequence[str], filters: Filters) -> Accepts:
        asked = np.array([not kinds or name in kinds for name in NAMES])
        videos = accepted_videos(self.snapshot, filters) if filters else None

        def accepts(chunk: int, document: Array) -> Array:
            arrays = self._chunks[chunk]
            accepted: Array = asked[arrays["document_kind"][document]]
            if videos is not None:
                names = self._video_ids[chunk]
                accepted &= np.array([name in videos for name in names])[arrays["document_video"][document]]
            return accepted

        return accepts

    def video(self, video_id: str) -> StoredVideo | None:
        """All moments of a video; None if it has none."""
        place = self._places.get(video_id)
        return None if place is None else read_video(self._chunks[place[0]], place[1])

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        """The chunk of each video, and its number there."""
        return {name: (chunk, at) for chunk, names in enumerate(self._video_ids) for at, name in enumerate(names)}

    @property
    def video_ids(self) -> list[str]:
        """The ids of all videos that have something to find, in the order of the source."""
        return [name for names in self._video_ids for name in names]

    @cached_property
    def _video_ids(self) -> list[list[str]]:
        return [json.loads(chunk["video_ids"].tobytes()) for chunk in self._chunks]

    def _shown(self, found: list[Ranked]) -> list[Moment]:
        """The moments of documents; each video is read once, whatever the order."""
        video = lru_cache(maxsize=1)(lambda chunk, number: read_video(self._chunks[chunk], number))
        order = sorted(range(len(found)), key=lambda index: (found[index].chunk, found[index].document))
        shown = {index: self._moment(found[index], video) for index in order}
        return [shown[index] for index in range(len(found))]

    def _moment(self, found: Ranked, read: Callable[[int, int], StoredVideo]) -> Moment:
        arrays = self._chunks[found.chunk]
        number = int(arrays["document_video"][found.document])
        matched = tuple(match.within(found.document) for match in found.matches)
        marked = frozenset(chain.from_iterable(match.marked_within(found.document) for match in found.matches))
        hit = Hit(int(arrays["document_begins"][found.document]), found.score, matched, marked)
        return shown_moment(read(found.chunk, number), int(arrays["video_begins"][number]), hit)
