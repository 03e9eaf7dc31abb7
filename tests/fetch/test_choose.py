"""The choice is the cheapest one, the same each time, and says what it leaves out."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from warehouse.fetch.choose import Bounds, choose, reading_bytes
from warehouse.fetch.locate import SelectedVideo, ShardRow

SHARD_BYTES, ROWS = 3200, 32


def videos(seed: int, count: int, shards: int) -> list[SelectedVideo]:
    chance = random.Random(seed)
    places = chance.sample([(shard, row) for shard in range(shards) for row in range(ROWS)], count)
    return [
        SelectedVideo(f"v{shard}-{row}", ShardRow(f"s{shard}", row, ROWS, SHARD_BYTES, ""), "ABC"[row % 3], {})
        for shard, row in places
    ]


def cost(found: list[SelectedVideo] | tuple[SelectedVideo, ...]) -> float:
    return sum(reading_bytes(found))


@pytest.mark.parametrize("seed", range(8))
def test_no_other_choice_of_as_many_is_much_cheaper(seed: int) -> None:
    found = videos(seed, 9, 3)
    for count in range(1, 9):
        chosen = choose(found, Bounds(at_most=count))
        assert len(chosen.videos) == count
        best = min(cost(other) for other in combinations(found, count))
        assert cost(chosen.videos) <= best * 1.6


@pytest.mark.parametrize("seed", range(8))
def test_budget_is_kept(seed: int) -> None:
    found = videos(seed, 9, 3)
    for budget in range(0, 3 * SHARD_BYTES, 700):
        plan = choose(found, Bounds(budget_bytes=budget))
        assert cost(plan.videos) <= budget
        assert {video.video_id for video in plan.videos} | plan.left_out.keys() == {v.video_id for v in found}
        best = max(
            (n for n in range(len(found) + 1) for other in combinations(found, n) if cost(other) <= budget), default=0
        )
        assert len(plan.videos) >= best - 1


def test_per_category_is_kept_and_reasons_are_told() -> None:
    found = videos(1, 30, 3)
    plan = choose(found, Bounds(per_category=4))
    for category in "ABC":
        of = [video for video in found if video.category == category]
        assert sum(video.category == category for video in plan.videos) == min(4, len(of))
    assert set(plan.left_out.values()) == {"per category"}


def test_seed_breaks_ties_and_nothing_else() -> None:
    found = [SelectedVideo(f"v{shard}", ShardRow(f"s{shard}", 0, ROWS, SHARD_BYTES, ""), "", {}) for shard in range(50)]
    one, same, other = (choose(found, Bounds(at_most=5, seed=seed)).videos for seed in (1, 1, 2))
    assert one == same
    assert one != other
    assert choose(list(reversed(found)), Bounds(at_most=5, seed=1)).videos[::-1] == one


def test_cheapest_choice_beside_a_random_one_at_full_size() -> None:
    found = videos(3, 43_424 // 5, 1357)
    plan = choose(found, Bounds(at_most=2000))
    at_random = cost(random.Random(0).sample(found, 2000))
    assert cost(plan.videos) < at_random / 2.5
