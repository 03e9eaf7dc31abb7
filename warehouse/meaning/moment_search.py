"""The search of an open snapshot: by words, by the meaning where there are vectors, or by both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.errors import QueryError
from warehouse.search import open_index
from warehouse.search.index import SearchIndex
from warehouse.search.results import Moment
from warehouse.snapshot.layout import has_vectors

if TYPE_CHECKING:
    from warehouse.meaning.encoders import Encoder
    from warehouse.meaning.vector_index import VectorIndex

Encode = Callable[[Sequence[str]], Any]


class MomentSearch:
    """Index, vectors and models of a snapshot, each read when it is first needed; ``once`` is for a single question."""

    def __init__(self, snapshot: Path, *, once: bool = False) -> None:
        self._snapshot, self._once = snapshot, once
        self._vectors: dict[str | None, VectorIndex] = {}
        self._encoders: dict[str, Encoder] = {}

    @cached_property
    def index(self) -> SearchIndex:
        """The index of words. Raises HomeError where there is none."""
        return open_index(self._snapshot)

    def moments(
        self,
        query: str,
        *,
        by: str | None = None,
        model: str | None = None,
        encode: Encode | None = None,
        warn: Callable[[str], None],
        **options: Any,
    ) -> list[Moment]:
        """The moments that a query describes, by words alone where there are no vectors or their model is not here.

        If ``by`` says how, nothing else is done instead; else ``warn`` is told why not by meaning. The options are
        those of ``SearchIndex.moments``, and ``encode`` reads the query where the model cannot be loaded.

        Raises:
            HomeError: the snapshot has no search index, or no vectors.
            QueryError: an option does not hold, or the model cannot be used.
        """
        if by == "words" or (by is None and not has_vectors(self._snapshot)):
            return self.index.moments(query, **options)
        from warehouse.meaning.find_moments import moments_by  # a search by words needs none of it

        try:
            vectors, encoder = self._pair(model, encode)
        except QueryError as error:
            if by is not None:
                raise
            warn(f"Searching by words alone. {error}")
            return self.index.moments(query, **options)
        return moments_by(self.index, vectors, encoder, query, by=by or "both", **options)

    def similar(
        self, video_id: str, scene_index: int | None = None, *, model: str | None = None, **options: Any
    ) -> list[Moment]:
        """The scenes of other videos that are most like a scene, or like a video: see ``similar_moments``.

        Raises:
            HomeError: the snapshot has no search index, or no vectors.
            QueryError: there is no vector of the scene.
        """
        from warehouse.meaning.find_moments import similar_moments

        return similar_moments(self.index, self._opened(model), video_id, scene_index, **options)

    def forget_vectors(self) -> None:
        """Read the vectors anew: there are others now."""
        self._vectors.clear()

    def _pair(self, model: str | None, encode: Encode | None) -> tuple[VectorIndex, Encoder]:
        from warehouse.meaning.encoders import Encoder
        from warehouse.meaning.find_moments import encoder_of

        vectors = self._opened(model)
        name = vectors.set.model
        if encode is not None:
            return vectors, Encoder(name, encode)
        if name not in self._encoders:
            self._encoders[name] = encoder_of(vectors.set, once=self._once)
        return vectors, self._encoders[name]

    def _opened(self, model: str | None) -> VectorIndex:
        from warehouse.meaning.find_moments import open_vectors

        if model not in self._vectors:
            self._vectors[model] = open_vectors(self._snapshot, model)
        return self._vectors[model]
