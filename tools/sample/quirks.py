"""The quirks of the real data, declared: where each strikes, at what rate, and which record of the sample must show it.

The rates are what has to be added to what comes about anyway, such as spans that end in the second they start in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from tools.sample import mood_changes as to
from tools.sample import places as at
from tools.sample import rewording as text
from tools.sample.grammar import Writer
from tools.sample.mood_changes import Change
from tools.sample.places import Record, Where

POSITIVE = ("Happy", "Excited", "Calm", "Grateful", "Proud")
NEGATIVE = ("Sad", "Angry", "Anxious", "Lonely", "Bored")
NEUTRAL = ("Indifferent", "Content", "Curious", "Confused", "Pensive")
MOODS = (*POSITIVE, *NEGATIVE, *NEUTRAL)
# the share of scenes whose mood is written in each form of grammar.toml; the rest are a name and a sentence
MOOD_FORMS = {
    "mood_label": 0.16,
    "mood_label_stop": 0.05,
    "mood_neutral_only": 0.06,
    "mood_neutral_dash": 0.07,
    "mood_neutral_brackets": 0.06,
    "mood_neutral_comma": 0.04,
    "mood_then": 0.03,
    "mood_shift": 0.02,
    "mood_brackets": 0.06,
    "mood_pair": 0.06,
    "mood_ampersand": 0.01,
    "mood_dash": 0.05,
    "mood_comma": 0.04,
    "mood_group": 0.01,
    "mood_extreme": 0.01,
    "mood_initially": 0.03,
    "mood_fluctuating": 0.01,
    "mood_outside": 0.08,
}


@dataclass(frozen=True)
class Quirk:
    """A change that strikes each of its places at a rate, and one of them surely in record ``index`` of the sample."""

    name: str
    index: int
    rate: float
    where: Where
    change: Change

    def strike(self, record: Record, writer: Writer) -> None:
        """Change the places that chance picks."""
        draw, rate = writer.chance.draw, self.rate
        for place in [place for place in self.where(record) if draw() < rate]:
            self.change(place, writer)

    def show(self, record: Record, writer: Writer) -> None:
        """Change the first place."""
        for place in islice(self.where(record), 1):
            self.change(place, writer)


def _moods() -> Iterable[Quirk]:
    for number, (form, rate) in enumerate(MOOD_FORMS.items()):
        yield Quirk(form, number, rate, at.scenes, text.put_text(form))
    for number, mood in enumerate(MOODS):
        yield Quirk(f"mood {mood}", len(MOOD_FORMS) + number, 0.0, at.first_scene, text.put_mood(mood))


QUIRKS: tuple[Quirk, ...] = (
    *_moods(),
    # timestamps
    Quirk("climax time null", 0, 0.11, at.climax, to.put("timestamp", value=None)),
    Quirk("trimming times null", 1, 0.156, at.trimming, to.null_times("timestamps")),
    Quirk("prop times null", 2, 0.008, at.within("props"), to.null_times("timestamp")),
    Quirk("prop end null", 3, 0.0012, at.within("props"), to.null_times("timestamp", "end_timestamp")),
    Quirk("edit end null", 4, 0.0024, at.within("videoEditingDetails"), to.null_times("timestamps", "end_timestamp")),
    Quirk("activity end null", 5, 0.0011, at.within("activities"), to.null_times("timestamp", "end_timestamp")),
    Quirk("event time null", 6, 0.0074, at.within("narrativeProgression"), to.put("timestamp", value=None)),
    Quirk("mood change time null", 7, 0.0043, at.mood_changes, to.put("timestamp", value=None)),
    Quirk("activity instant", 8, 0.08, at.within("activities"), to.instant("timestamp")),
    Quirk("prop instant", 9, 0.08, at.within("props"), to.instant("timestamp")),
    Quirk("edit instant", 10, 0.16, at.within("videoEditingDetails"), to.instant("timestamps")),
    Quirk("scene inverted", 11, 0.01, at.scenes, to.inverted),
    Quirk("first scene late", 12, 0.06, at.first_scene, to.starts_late),
    Quirk("last scene ends far after", 13, 0.01, at.whole, to.ends_far_after),
    Quirk("events out of order", 14, 0.06, at.eventful_scenes, to.events_shuffled),
    # ids, names and scores
    Quirk("scene ids from 0", 15, 0.005, at.metadata, to.counts_from_zero),
    Quirk("cast by id", 16, 0.014, at.cast, to.cast_by_id),
    Quirk("cast unknown", 17, 0.10, at.cast, to.cast_unknown),
    Quirk("character alias", 18, 0.03, at.characters, text.with_alias),
    Quirk("correlation 0", 19, 0.0525, at.scenes, to.put("audioVisualCorrelation", value=0.0)),
    Quirk("dynamism 0", 20, 0.017, at.scenes, to.put("dynamismScore", value=0.0)),
    Quirk("dynamism off the grid", 21, 0.0024, at.scenes, to.put_one_of("dynamismScore", (0.65, 0.85))),
    Quirk("correlation off the grid", 22, 0.0024, at.scenes, to.put("audioVisualCorrelation", value=0.95)),
    # empty text and null text
    Quirk("relevance empty", 23, 0.234, at.scenes, to.put("contextualRelevance", value="")),
    Quirk("theme empty", 24, 0.048, at.scenes, to.put("thematicElements", value="")),
    Quirk("mood change empty", 25, 0.017, at.mood_changes, to.put("changeDescription", value="")),
    Quirk("climax empty", 26, 0.01, at.climax, to.put("description", value="")),
    Quirk("storyline empty", 27, 0.01, at.storylines, to.put("description", value="")),
    Quirk("trimming description null", 28, 0.10, at.trimming, to.put("description", value=None)),
    # empty and unusual lists
    Quirk("activities empty", 29, 0.06, at.scenes, to.put("activities", value=[])),
    Quirk("cast empty", 30, 0.098, at.scenes, to.put("cast", value=[])),
    Quirk("props empty", 31, 0.141, at.scenes, to.put("props", value=[])),
    Quirk("edits empty", 32, 0.10, at.scenes, to.put("videoEditingDetails", value=[])),
    Quirk("events empty", 33, 0.03, at.scenes, to.put("narrativeProgression", value=[])),
    Quirk("characters empty", 34, 0.01, at.metadata, to.put("characterList", value=[])),
    Quirk("trimming empty", 35, 0.02, at.metadata, to.put("trimmingSuggestions", value=[])),
    Quirk("tags empty", 36, 0.129, at.whole, to.put("youtube_tags", value=[])),
    Quirk("questions not five", 37, 0.01, at.metadata, to.dropped_question),
    Quirk("twenty suggestions", 38, 0.01, at.metadata, to.many_suggestions),
    # transcripts
    Quirk("captions typed", 39, 0.08, at.whole, text.captions_typed),
    Quirk("captions with music", 40, 0.45, at.whole, text.captioned("[Music]")),
    Quirk("captions with applause", 41, 0.06, at.whole, text.captioned("[Applause]")),
    Quirk("captions with speaker marks", 42, 0.03, at.whole, text.captioned("&gt;&gt;")),
    Quirk("segments loop", 43, 0.06, at.whole, text.loops),
    Quirk("segment loops inside", 44, 0.0006, at.segments, text.loops_inside),
    Quirk("segment garbled", 45, 0.0006, at.segments, text.garbled),
    # the video and its channel
    Quirk("portrait", 46, 0.12, at.whole, to.put_one_of("resolution", to.PORTRAITS)),
    Quirk("odd frame rate", 47, 0.04, at.metadata, to.feed_rate),
    Quirk("likes unknown", 0, 0.04, at.whole, to.put("youtube_like_count", value=0)),
    Quirk("comments unknown", 1, 0.05, at.whole, to.put("youtube_comment_count", value=0)),
    Quirk("followers unknown", 2, 0.02, at.whole, to.put("youtube_channel_follower_count", value=0)),
    Quirk("views unknown", 3, 0.002, at.whole, to.put("youtube_view_count", value=0)),
    Quirk("age limit", 4, 0.01, at.whole, to.put("youtube_age_limit", value=18)),
    Quirk("old upload", 5, 0.02, at.whole, to.old_upload),
    Quirk("emoji", 6, 0.10, at.whole, text.titled("{value} {title}", text.EMOJI)),
    Quirk("accents", 7, 0.04, at.whole, text.titled("{value} | {title}", text.ACCENTED)),
    Quirk("Chinese, Japanese or Korean", 8, 0.02, at.whole, text.titled("{value} {title}", text.CJK)),
    Quirk("right to left", 9, 0.02, at.whole, text.titled("{value} - {title}", text.RIGHT_TO_LEFT)),
    Quirk("quotes", 10, 0.06, at.whole, text.titled('"{title}" - it\'s \\ {value}', ("'live'", "“now”"))),
    Quirk("description with tabs", 11, 0.03, at.whole, text.tabbed),
    Quirk("description empty", 12, 0.02, at.whole, to.put("youtube_description", value="")),
)


def apply_quirks(record: Record, index: int, writer: Writer) -> None:
    """Change a clean record as the real data are: each quirk at its rate, then those that the sample must show here."""
    for quirk in QUIRKS:
        if quirk.rate:
            quirk.strike(record, writer)
    for quirk in QUIRKS:
        if quirk.index == index:
            quirk.show(record, writer)
