"""A text with the names in it: what the learner is fed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from extract.cleaned import Cleaned
from extract.cleaning import clean
from extract.reading import Payload, source

KINDS = ("PER", "ORG", "LOC")
OPTIONAL = "OPT"  # borderline: whatever the model says there is right


_DETERMINER = re.compile(r"(?:[ld]['’]|les? |la |du |des |de l['’]|de la )(?=\S)")


class Span(NamedTuple):
    """A mention: `text[start:end]` is a PER, ORG, LOC or OPT."""

    start: int
    end: int
    label: str


class Example(NamedTuple):
    """A text and its mentions, sorted, none overlapping another."""

    text: str
    spans: tuple[Span, ...]


class _Mention(msgspec.Struct):
    start: int
    end: int
    label: str


class _Gold(msgspec.Struct):
    text: str
    mentions: list[_Mention]
    file: str = ""
    layers: list[str] | None = None


def read_gold(path: Path) -> Iterator[Example]:
    """Yield the examples of a gold file (one JSON object a line); documents whose names are not annotated are left out.

    Raises ValueError, naming file and line, where a line is not gold.
    """
    decoder = msgspec.json.Decoder(_Gold)
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                gold = decoder.decode(line)
            except msgspec.DecodeError as error:
                raise ValueError(f"{path}:{number}: not a gold document: {error}") from error
            if gold.layers is None or set(KINDS) <= set(gold.layers):
                spans = tuple(Span(m.start, m.end, m.label) for m in gold.mentions)
                read = as_read(Example(gold.text, spans), gold.file or "gold.txt")
                yield read._replace(spans=tuple(_without_determiner(span, read.text) for span in read.spans))


def as_read(example: Example, file: str) -> Example:
    """Clean a text as the pipeline will clean a file of that name; a mention of which nothing is left goes."""
    read = source(Payload(file, example.text.encode()))
    cleaned = clean(read) if read.text == example.text else Cleaned.untouched(example.text)
    spans = (Span(*cleaned.clean_span(s.start, s.end), s.label) for s in example.spans)
    return Example(cleaned.text, outermost(span for span in spans if cleaned.text[span.start : span.end].strip()))


def _without_determiner(span: Span, text: str) -> Span:
    """Leave out the article that news corpora take into some names of organisations and places, but not into others."""
    found = _DETERMINER.match(text, span.start, span.end) if span.label in ("ORG", "LOC") else None
    return span._replace(start=found.end()) if found else span


def outermost(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the name spans in text order, the longer where two overlap."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.label in (*KINDS, OPTIONAL) and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return tuple(kept)
