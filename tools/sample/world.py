"""What a synthetic video is about: its category, topic, place and people."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.sample.chance import Chance
from tools.sample.grammar import Writer, capital, gerund, rules, third_person

CHARACTERS = (1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 11, 18)
SAMPLE_SIZE = 48


@dataclass(frozen=True)
class Topic:
    """A fine category under one of its parents, and the words that belong to it."""

    parent: str
    fine: str
    topics: tuple[str, ...]
    things: tuple[str, ...]
    actions: tuple[str, ...]
    places: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """One video's little world; ``people`` are its characters' names, the host first."""

    topic: Topic
    people: tuple[str, ...]
    writer: Writer

    def scene_writer(self) -> Writer:
        """A writer who keeps to a few of the topic's things and actions."""
        chance = self.writer.chance
        things = chance.sample(self.topic.things, 3)
        return knowing_actions(self.writer, chance.sample(self.topic.actions, 3)).knowing(thing=things)


def knowing_actions(writer: Writer, actions: list[str]) -> Writer:
    """The writer, limited to these actions in all their forms."""
    return writer.knowing(
        action=actions, acts=[third_person(action) for action in actions], acting=[gerund(action) for action in actions]
    )


@cache
def topics() -> tuple[Topic, ...]:
    """Every pair of parent and fine category, as ``topics.toml`` has them."""
    tables = tomllib.loads(Path(__file__).with_name("topics.toml").read_text("utf-8"))
    return tuple(
        Topic(parent, fine, **{name: tuple(text.split(", ")) for name, text in table.items() if name != "parents"})
        for fine, table in tables.items()
        for parent in table["parents"]
    )


@cache
def sample_topics() -> tuple[Topic, ...]:
    """The topics of the first records: every fine name that has two parents under both, and a spread of the others."""
    names = [topic.fine for topic in topics()]
    shared = [topic for topic in topics() if names.count(topic.fine) > 1]
    others = [topic for topic in topics() if names.count(topic.fine) == 1]
    chosen = (shared + others[::3] + others[1::3])[:SAMPLE_SIZE]
    # a stride without common factor with the size mixes the parents
    return tuple(chosen[index * 11 % SAMPLE_SIZE] for index in range(SAMPLE_SIZE))


def _people(topic: Topic, writer: Writer) -> tuple[str, ...]:
    chance = writer.chance
    names = [writer.phrase("person")]
    for number in range(2, chance.pick(CHARACTERS) + 1):
        role = capital(chance.pick(topic.people))
        names.append(chance.pick((writer.phrase("person"), writer.phrase("first_name"), role, f"{role} {number}")))
    return tuple(dict.fromkeys(names))


def world(index: int, chance: Chance) -> World:
    """The world of record ``index``."""
    topic = sample_topics()[index] if index < SAMPLE_SIZE else chance.pick(topics())
    writer = Writer(rules(), chance)
    people = _people(topic, writer)
    writer = knowing_actions(writer, list(topic.actions)).knowing(
        thing=topic.things,
        topic=[chance.pick(topic.topics)],
        place=[chance.pick(topic.places)],
        host=people[:1],
        guest=people[1:] or [f"the {chance.pick(topic.people)}"],
        topic_tag=["".join(filter(str.isalnum, topic.fine.lower()))],
    )
    return World(topic, people, writer)
