"""Reads the texts written for training, whose names are marked in place: `le [LOC Gers] et l'[ORG OFB]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from extract.lexicons import LexiconError
from extract.training.example import KINDS, OPTIONAL, Example, Span, as_read

_PARTING = re.compile(r"^=====$\n?", re.MULTILINE)
_COMMENT = re.compile(r"\A(?:# .*\n)+")
_MARK = re.compile(rf"\[({'|'.join((*KINDS, OPTIONAL))}) ([^\[\]\s](?:[^\[\]\n]*[^\[\]\s])?)\]")


def written() -> Iterator[Example]:
    """Yield the texts of `extract/data/training/texts/` in order of their files, cleaned as the pipeline will clean such texts.

    Raises LexiconError, naming file and text, where a mark is broken.
    """
    folder = files("extract").joinpath("data", "training", "texts")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        texts = _PARTING.split(_COMMENT.sub("", file.read_text(encoding="utf-8")))
        for number, text in enumerate(filter(str.strip, texts), 1):
            try:
                yield as_read(marked(text.strip("\n")), "text.txt")
            except ValueError as error:
                raise LexiconError(f"training/texts/{file.name}, text {number}: {error}") from error


def marked(text: str) -> Example:
    """Take the marks out of a text and keep where they stood.

    >>> marked("Le maire d'[LOC Albi] a parlé.")
    Example(text="Le maire d'Albi a parlé.", spans=(Span(start=11, end=15, label='LOC'),))

    Raises ValueError where a bracket is left over.
    """
    plain, spans, at = "", [], 0
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        spans.append(Span(len(plain), len(plain) + len(mark[2]), mark[1]))
        plain += mark[2]
        at = mark.end()
    plain += text[at:]
    if left := re.search(r".{0,30}[\[\]].{0,30}", plain):
        raise ValueError(f"a mark that is none of [PER …], [ORG …], [LOC …], [OPT …]: {left[0]!r}")
    return Example(plain, tuple(spans))
