"""Patterns kept as data, each with an example and a counter-example: `data/<topic>/patterns.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from msgspec import Struct, convert

from extract.lexicons import LexiconError, read


class Written(Struct, frozen=True, forbid_unknown_fields=True):
    """One pattern: it matches at the start of its example, or is found `anywhere` in it; not so in the counter-example."""

    pattern: str
    example: str
    counter_example: str
    anywhere: bool = False


@cache
def written(topic: str) -> dict[str, Written]:
    """Return the patterns of a topic by name."""
    return convert(tomllib.loads(read(f"{topic}/patterns.toml")), dict[str, Written])


@cache
def pattern(topic: str, name: str) -> re.Pattern[str]:
    """Return a compiled pattern; it is compiled at first use. Raises LexiconError where it does not compile."""
    try:
        return re.compile(written(topic)[name].pattern)
    except re.error as error:
        raise LexiconError(f"extract/data/{topic}/patterns.toml: {name}: {error}") from error
