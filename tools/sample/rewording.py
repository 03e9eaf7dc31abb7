"""What a quirk does to the text of a record: moods, names, transcripts, titles and descriptions."""

from __future__ import annotations

from tools.sample.grammar import Writer
from tools.sample.mood_changes import Change
from tools.sample.places import Record

CJK = ("第一部 港の朝", "初學者的十個秘訣", "초보자를 위한 안내")
RIGHT_TO_LEFT = ("دليل المبتدئين", "מדריך קצר למתחילים", "الحلقة الثالثة")
ACCENTED = ("Überraschung im Café", "Año nuevo, vida útil", "Přílet čápů na jaře", "Ça commence à Nîmes")
EMOJI = ("🔥", "😂🎉", "👩‍🍳", "🇫🇮", "❤️", "🚒🚨")


def put_text(symbol: str) -> Change:
    """Write a scene's mood in this form."""

    def change(scene: Record, writer: Writer) -> None:
        scene["mood"]["description"] = writer.sentence(symbol)

    return change


def put_mood(name: str) -> Change:
    """Write a scene's mood as one of the fifteen names and a reason."""

    def change(scene: Record, writer: Writer) -> None:
        scene["mood"]["description"] = f"{name}. {writer.sentence('mood_reason')}"

    return change


def with_alias(character: Record, writer: Writer) -> None:
    """Add roles in brackets to a character's name."""
    character["name"] += f" ({writer.phrase('first_name')}, {writer.phrase('noun')} expert)"


def loops(record: Record, writer: Writer) -> None:
    """Let the recogniser repeat one phrase to the end."""
    segments = record["timecoded_text_to_speech"]
    phrase = " " + writer.sentence("quoted") + "."
    for segment in segments[-max(4, len(segments) // 5) :]:
        segment["text"] = phrase


def loops_inside(segment: Record, writer: Writer) -> None:
    """Let the recogniser repeat one phrase inside a segment."""
    segment["text"] = f" {writer.sentence('quoted')}," * 12


def garbled(segment: Record, _: Writer) -> None:
    """Let the recogniser end a segment in characters that it could not decode."""
    segment["text"] += " fen\ufffd\ufffd orrel"


def captioned(before: str) -> Change:
    """Begin the captions with a mark such as ``[Music]``, and repeat it further on."""

    def change(record: Record, writer: Writer) -> None:
        words = record["text_to_speech"].split()
        words.insert(writer.chance.below(len(words)), before)
        record["text_to_speech"] = " ".join([before, *words])

    return change


def captions_typed(record: Record, _: Writer) -> None:
    """Replace the captions by some that a person typed, with capitals and line breaks."""
    record["text_to_speech"] = "\n".join(segment["text"].strip() for segment in record["timecoded_text_to_speech"])


def titled(pattern: str, values: tuple[str, ...] = ("",)) -> Change:
    """Write the title, and the first line of the description, by a pattern of ``title`` and ``value``."""

    def change(record: Record, writer: Writer) -> None:
        value = writer.chance.pick(values)
        record["youtube_title"] = pattern.format(title=record["youtube_title"], value=value)
        record["youtube_description"] = pattern.format(title=record["youtube_description"], value=value)

    return change


def tabbed(record: Record, writer: Writer) -> None:
    """Add a table of chapters, set with tabs, to the description."""
    rows = "\n".join(f"{number}.\t{writer.sentence('noun')}\t{writer.phrase('amount')}" for number in range(1, 4))
    record["youtube_description"] += f"\n\nChapters:\n{rows}"
