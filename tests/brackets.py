"""Texts of test cases with their mentions in brackets: `Le préfet, [PER Ana Lopes], parle.`"""

import re

from extract.normalise.dates import parse
from extract.types import Mention

_MENTION = re.compile(r"\[(PER|ORG|LOC|DATE|ADDRESS) ([^\]]+)\]")


def read(marked: str) -> tuple[str, list[Mention]]:
    """Return the text without brackets, and its mentions; equal names are one entity, a surname goes with its full name."""
    text, at, mentions, entities = "", 0, [], {}
    for m in _MENTION.finditer(marked):
        text += marked[at : m.start()]
        kind, surface = m.group(1), m.group(2)
        entity = None if kind in ("DATE", "ADDRESS") else entities.setdefault(surface, f"e{len(entities) + 1}")
        meaning = parse(surface) if kind == "DATE" else None
        start = len(text)
        text += surface
        mentions.append(
            Mention(f"m{len(mentions) + 1}", kind, start, len(text), surface, meaning and meaning.value, entity, "test", 1.0)
        )
        at = m.end()
    return text + marked[at:], mentions


def surfaces(mentions: list[Mention]) -> dict[str | None, str | None]:
    """Return what the ids of a test's relations stand for: entities and mentions by their surface."""
    table: dict[str | None, str | None] = {None: None}
    for mention in mentions:
        table[mention.id] = mention.text
        if mention.entity:
            table[mention.entity] = mention.text
    return table
