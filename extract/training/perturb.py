"""Perturbs annotated texts in the ways that press files differ from news prose: capitals, quotes, accents, other names."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable

from extract.lexicons import rows
from extract.training.example import Example, Span

_QUOTES = (("« ", " »"), ("“", "”"), ('"', '"'), ("«\u00a0", "\u00a0»"), ("„", "“"))
_QUOTED = re.compile(r"(?:«[ \u00a0\u202f]?|“|\")([^«»“”\"\n]{3,300})(?:[ \u00a0\u202f]?»|”|\")")
_INITIAL = re.compile(r"\b[^\W\d_]")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def perturb(example: Example, rng: random.Random) -> Example:
    """Return the example, changed in a few ways by chance; its mentions move along."""
    chance = rng.random
    if chance() < 0.35:
        example = renamed(example, rng)
    if chance() < 0.12:
        example = loud_surnames(example)
    if chance() < 0.5:
        apostrophe = rng.choice("'’")
        example = mapped(example, lambda text: re.sub("['’]", apostrophe, text))
    if chance() < 0.3:
        example = requoted(example, rng.choice(_QUOTES))
    if chance() < 0.25:
        example = headline(example, _capitals)
    elif chance() < 0.08:
        example = headline(example, lambda line: _INITIAL.sub(lambda letter: letter[0].upper(), line))
    if chance() < 0.03:
        example = mapped(example, _capitals)
    if chance() < 0.04:
        example = mapped(example, _bare)
    return example


def headline(example: Example, change: Callable[[str], str]) -> Example:
    """Apply a change to the first line of several."""
    end = example.text.find("\n")
    return mapped(example, lambda text: change(text[:end]) + text[end:]) if end > 0 else example


def mapped(example: Example, change: Callable[[str], str]) -> Example:
    """Apply a change that keeps the length of the text."""
    text = change(example.text)
    return Example(text, example.spans) if len(text) == len(example.text) else example


def _capitals(text: str) -> str:
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def _bare(text: str) -> str:
    """Take the accents off."""
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text)


def replaced(example: Example, edits: Iterable[tuple[int, int, str]]) -> Example:
    """Apply sorted edits (start, end, text) that either cover mentions, lie within one, or touch none."""
    pieces: list[str] = []
    shifts: list[tuple[int, int]] = []
    at = grown = 0
    for start, end, text in edits:
        pieces += (example.text[at:start], text)
        grown += len(text) - (end - start)
        shifts.append((end, grown))
        at = end
    pieces.append(example.text[at:])

    def moved(place: int) -> int:
        return place + next((grown for end, grown in reversed(shifts) if end <= place), 0)

    return Example("".join(pieces), tuple(Span(moved(s.start), moved(s.end), s.label) for s in example.spans))


def requoted(example: Example, marks: tuple[str, str]) -> Example:
    """Put all short quotations between other quotation marks."""
    edits = []
    for found in _QUOTED.finditer(example.text):
        inside = (found.start(1), found.end(1))
        if any(s.start < inside[0] < s.end or s.start < inside[1] < s.end for s in example.spans):
            continue
        edits += [(found.start(), inside[0], marks[0]), (inside[1], found.end(), marks[1])]
    return replaced(example, edits)


def loud_surnames(example: Example) -> Example:
    """Write the last word of every person's name in capitals."""
    edits = []
    for span in example.spans:
        if span.label == "PER":
            start = max(example.text.rfind(" ", span.start, span.end) + 1, span.start)
            edits.append((start, span.end, example.text[start : span.end].upper()))
    return replaced(example, edits)


def renamed(example: Example, rng: random.Random) -> Example:
    """Give the people other names, word by word, the same word always the same new one."""
    given = [word for (word,) in rows("training/given.txt", 1)]
    family = [word for (word,) in rows("training/surnames.txt", 1)]
    new: dict[str, str] = {}
    edits = []
    for span in example.spans:
        if span.label != "PER":
            continue
        words = [w for w in _WORD.finditer(example.text, span.start, span.end) if w[0][0].isupper()]
        for i, word in enumerate(words):
            pool = given if i == 0 and len(words) > 1 else family
            name = new.setdefault(word[0], rng.choice(pool))
            edits.append((word.start(), word.end(), name.upper() if word[0].isupper() and len(word[0]) > 2 else name))
    return replaced(example, edits)
