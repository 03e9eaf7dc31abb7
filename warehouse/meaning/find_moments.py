"""Find moments by words, by meaning or by both, and scenes that are like one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from warehouse.errors import HomeError, QueryError
from warehouse.meaning.encoders import Encoder, load_encoder
from warehouse.meaning.fuse import Asked, fused
from warehouse.meaning.vector_index import VectorIndex
from warehouse.meaning.vector_sets import VectorSet, read_sets
from warehouse.search.filters import Filters, accepted_videos
from warehouse.search.index import ANYTHING, SearchIndex
from warehouse.search.kinds import require_kinds
from warehouse.search.parse_words import parse_query, plain_text
from warehouse.search.results import Moment

WAYS = ("words", "meaning", "both")
# how many moments of words and how many units are fused: what is behind them cannot come first
DEPTH = 100
NO_VECTORS = "{snapshot} has no vectors: make them with `warehouse embed`, or put in your own (docs/meaning.md)."


def moments_by(
    index: SearchIndex,
    vectors: VectorIndex,
    encoder: Encoder,
    query: str,
    kinds: Sequence[str] = (),
    filters: Filters = ANYTHING,
    limit: int | None = 20,
    *,
    by: str = "both",
    group_by_video: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Moment]:
    """The moments that a query means, the best first; phrases, excluded words, beginnings and filters hold as ever.

    Raises:
        QueryError: there is no such way or kind, or the model is another than the one of the vectors.
    """
    if by not in WAYS:
        raise QueryError(f"A search cannot be by {by!r}: it takes {', '.join(WAYS)}.")
    require_kinds(kinds)
    asked = Asked(parse_query(query), tuple(kinds))
    if by == "words" or (by == "both" and not asked.is_free):
        return index.moments(query, kinds, filters, limit, group_by_video=group_by_video, tell=tell)
    text = plain_text(query)
    if not text:
        return []
    vector = encoder.of_query(text)
    if len(vector) != vectors.set.dimension:
        raise QueryError(
            f"The model {encoder.name} gives {len(vector)} numbers, and the vectors have {vectors.set.dimension}: "
            f"search with {vectors.set.model}, or embed with {encoder.name}."
        )
    videos = accepted_videos(index.snapshot, filters) if filters else None
    near = vectors.nearest(vector, max(DEPTH, limit or 0), videos)
    depth = None if limit is None else max(DEPTH, limit)
    found = index.moments(query, kinds, filters, depth, tell=tell) if by == "both" else []
    moments = fused(asked, found, near, index.video, None if group_by_video else limit)
    if group_by_video:
        moments = _first_of_videos(moments)
    return moments[:limit]


def _first_of_videos(moments: Sequence[Moment]) -> list[Moment]:
    firsts: dict[str, Moment] = {}
    for moment in moments:
        firsts.setdefault(moment.video_id, moment)
    return list(firsts.values())


def similar_moments(
    index: SearchIndex,
    vectors: VectorIndex,
    video_id: str,
    scene_index: int | None = None,
    limit: int | None = 20,
    filters: Filters = ANYTHING,
) -> list[Moment]:
    """The scenes that are most like a scene, or like the scenes of a video; those of the video itself are left out.

    Without a limit, all of them.

    Raises:
        QueryError: there is no vector of the scene.
    """
    wanted = vectors.mean_vector(video_id, scene_index)
    if wanted is None:
        scene = "" if scene_index is None else f" of scene {scene_index}"
        raise QueryError(f"There is no vector{scene} of {video_id}: look at its scenes with `warehouse show`.")
    videos = accepted_videos(index.snapshot, filters) if filters else set(vectors.video_ids)
    near = vectors.nearest(wanted, limit or len(vectors), videos - {video_id}, scenes_only=True)
    read = index.video
    blank = Asked(parse_query(""), ("scenes",))
    shown = [next(iter(fused(blank, [], [unit], read)), None) for unit in near]
    return [replace(moment, score=round(unit.score, 4)) for moment, unit in zip(shown, near, strict=True) if moment]


def open_vectors(snapshot: Path, model: str | None = None) -> VectorIndex:
    """The vectors of a model in a snapshot, see ``chosen_set``."""
    return VectorIndex(snapshot, chosen_set(snapshot, model))


def chosen_set(snapshot: Path, model: str | None = None) -> VectorSet:
    """The set of a model in a snapshot, by default the one that is searched.

    Raises:
        HomeError: there are none.
        QueryError: there are none of that model.
    """
    sets = read_sets(snapshot)
    if not sets:
        raise HomeError(NO_VECTORS.format(snapshot=snapshot))
    if model is not None and model not in sets:
        raise QueryError(f"There are no vectors of {model}: there are those of {', '.join(sets)}.")
    return sets[model] if model else default_set(sets)


def default_set(sets: dict[str, VectorSet]) -> VectorSet:
    """The set that is searched unless a model is named: the last one whose model can read a query."""
    return max(sets.values(), key=lambda given: (given.source is not None, given.created))


def encoder_of(given: VectorSet, *, once: bool = False) -> Encoder:
    """The model that made vectors, to read queries, or a single one: see ``load_encoder``.

    Raises:
        QueryError: it is not to be had here.
    """
    if given.source is None or not Path(given.source).is_dir():
        gone = f" is no longer in {given.source}" if given.source else " is a function of the one who embedded"
        raise QueryError(
            f"The model {given.model}{gone}: embed again with the folder where it is now, give an encoder in Python, "
            "or search with --by words."
        )
    loaded = load_encoder(given.source, once=once)
    return replace(loaded, name=given.model, revision=given.revision)
