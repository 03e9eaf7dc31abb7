"""Text from templates: each ``{symbol}`` is replaced by one of the symbol's own templates, down to plain words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.sample.chance import Chance

# plain text, or text with a %s for each of the symbols
Template = str | tuple[str, tuple[str, ...]]
Rules = Mapping[str, Sequence[Template]]

_SYMBOL = re.compile(r"\{(\w+)\}")
# the literal start lets the search skip ahead
_ARTICLE = re.compile(r"a (?<=\ba )(?=[aeio]|u[^ns])")
_START = re.compile(r"[.?!] [a-z]")
_IRREGULAR = {"mimic": "mimicking", "rebut": "rebutting", "recap": "recapping", "commit": "committing"}


def compiled(text: str) -> Template:
    """The template written as ``text``."""
    symbols = tuple(_SYMBOL.findall(text))
    return (_SYMBOL.sub("%s", text.replace("%", "%%")), symbols) if symbols else text


@cache
def rules() -> Rules:
    """The rules of ``grammar.toml``, in which a string stands for a list of words."""
    sections = tomllib.loads(Path(__file__).with_name("grammar.toml").read_text("utf-8"))
    options = {name: value for section in sections.values() for name, value in section.items()}
    numbers = {
        "number": [str(n) for n in range(2, 240)],
        "number_of_two": [f"{n:02d}" for n in range(60)],
        # the random part of a shortened address
        "code": [f"{n * 40503 % 1_000_003:x}" for n in range(1, 5000)],
    }
    words = {name: value.split() if isinstance(value, str) else value for name, value in options.items()}
    return {name: [compiled(text) for text in texts] for name, texts in {**words, **numbers}.items()}


def capital(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


@cache
def third_person(action: str) -> str:
    """The action as someone does it: ``stir the pan`` becomes ``stirs the pan``."""
    verb, _, rest = action.partition(" ")
    if re.search(r"(s|x|z|ch|sh|o)$", verb):
        verb += "es"
    elif re.search(r"[^aeiou]y$", verb):
        verb = verb[:-1] + "ies"
    else:
        verb += "s"
    return f"{verb} {rest}".rstrip()


@cache
def gerund(action: str) -> str:
    """The action in progress: ``stir the pan`` becomes ``stirring the pan``."""
    verb, _, rest = action.partition(" ")
    if verb.endswith("ie"):
        verb = verb[:-2] + "y"
    elif verb.endswith("e"):
        verb = verb[:-1]
    elif re.fullmatch(r"([^aeiou]|qu)*[aeiou][^aeiouwxy]", verb.rpartition("-")[2]) and "-t" not in verb:
        verb += verb[-1]
    return f"{_IRREGULAR.get(verb, verb + 'ing')} {rest}".rstrip()


@dataclass(frozen=True)
class Writer:
    """Writes what the rules allow, as chance has it."""

    rules: Rules
    chance: Chance

    def phrase(self, symbol: str) -> str:
        """One wording of the symbol; a capital in its name that no rule has asks for a capital in the text."""
        options = self.rules.get(symbol)
        if options is None:
            return capital(self.phrase(symbol.lower()))
        template = options[int(self.chance.draw() * len(options))]
        if isinstance(template, str):
            return template
        # written out, since this is called a thousand times a record
        return template[0] % tuple([self.phrase(symbol) for symbol in template[1]])

    def fill(self, template: Template) -> str:
        """The template with its symbols replaced."""
        if isinstance(template, str):
            return template
        text, symbols = template
        return text % tuple([self.phrase(symbol) for symbol in symbols])

    def sentence(self, symbol: str) -> str:
        """One wording of the symbol with articles and capitals put right."""
        return tidy(self.phrase(symbol))

    def knowing(self, **options: Sequence[str]) -> Writer:
        """A writer that also knows, or knows only, these plain options."""
        return Writer({**self.rules, **options}, self.chance)


def tidy(text: str) -> str:
    """The text with articles and capitals put right."""
    text = capital(_ARTICLE.sub("an ", text))
    return _START.sub(lambda match: match[0].upper(), text)
