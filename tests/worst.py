"""The patterns of cleaning, zones, typed things and cards, and the texts on which each is slowest.

A backtracking engine is slow where a repeated part matches over and over and what follows it does not. `worst` reads a
pattern's own parse tree: for each of its repeats it gives a text of what leads up to it and then its body again and again.
"""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType

from extract.cleaning import characters, tags
from extract.normalise import emails, masks, numbering, urls
from extract.zones import cues, datelines, patterns

ROOMS = ("cleaning", "zones", "normalise", "cards")
COMPONENTS = ("contacts", "cards", "zones")
SKIPPED = ("extract.normalise.dates",)  # another stage, with bounds of its own

# Patterns that are only ever tried at one place, not sought through a text.
AT_A_PLACE = re.compile(
    r"addresses\.\w+\.(?!_?WORD)|emails\._(?:HOST|BARE_HOST|LOCAL_BACKWARDS|SPLIT)|urls\._(?:BARE|HOST_BACKWARDS)|masks\.(?:_CODE|_CAPITAL)"
    r"|phones\._(?:CONTINUED|DASH_APART|RUN|extension|after_amount)|numbering\.|emails\.(?:local|host)"
    r"|cards\.words\._(?!TOKEN)|blocks\._field|parts\._RULE_LINE|titles\._SLUG|markup\._HOME|cues\.|dividing\._NUMBERED"
    r"|datelines\.(?!date|agency)|datelines\._BESIDE|zones\.cards\._SIGNATURE|wrapping\._(?:ITEM|RULE|label)|layout\.(?:FRONT_MATTER|_QUOTE)"
    r"|markdown\.(?:FRONT_MATTER|_LINE|_HEADING_END)|hyphens\.|sharing\._and|links\._ADDRESS|running\._LINKS|tags\._QUOTE_OPENS|zones\.match\."
)
# Patterns that are sought in a stretch of so many characters only: before a number, before an at sign, in a tag.
IN_A_WINDOW = {
    "extract.normalise.addresses.beginnings._floor_before": 90,
    "extract.normalise.addresses.beginnings._BOX_BEFORE": 24,
    "extract.normalise.addresses.patterns._WORD_BEFORE": 20,
    "extract.normalise.emails._ELISION": 80,
    "extract.normalise.emails._PLAIN_LOCAL": 80,
    "extract.normalise.emails.local": 80,
    "extract.normalise.masks._CAPITAL": 12,
    "extract.normalise.phones._LABEL": 32,
    "extract.normalise.phones._CURRENCY_BEFORE": 6,
    "extract.normalise.phones._short_cue": 40,
    "extract.normalise.urls.network": 30,
    "extract.cards.running._cues": 45,
    "extract.cards.running._cued_name": 70,
    "extract.cards.sharing._and": 60,
}
Named = tuple[str, re.Pattern[str]]


def compiled() -> list[Named]:
    """Return every pattern of these stages by name: those of the modules, those made of data files, those of the rules."""
    found: dict[str, re.Pattern[str]] = {}
    names = [f"extract.components.{name}" for name in COMPONENTS]
    for room in ROOMS:
        package = import_module(f"extract.{room}")
        names += [module.name for module in pkgutil.walk_packages(package.__path__, f"extract.{room}.")]
    for name in names:
        if not name.startswith(SKIPPED):
            for key, pattern in _patterns_of(import_module(name)):
                if not any(pattern is other for other in found.values()):  # imported from the module that has it
                    found[f"{name}.{key}"] = pattern
    return sorted([*found.items(), *_made()])


def _patterns_of(module: ModuleType) -> Iterator[Named]:
    """Yield the patterns of a module, and those that its functions without arguments make of data files."""
    for key, value in vars(module).items():
        made = getattr(value, "__wrapped__", None)
        if isinstance(value, re.Pattern):
            yield key, value
        elif made is not None and made.__annotations__.get("return") == "re.Pattern[str]" and not made.__code__.co_argcount:
            yield key, value()


def _made() -> Iterator[Named]:
    for alone in (True, False):
        for name, pattern in zip(("at", "dot", "local", "host"), emails._patterns(alone), strict=True):
            yield f"extract.normalise.emails.{name}{'' if alone else '.bracketed'}", pattern
    for mask in masks.load()[0]:
        yield f"extract.normalise.masks.{mask.id}", re.compile(mask.pattern)
    yield "extract.normalise.masks.unit", masks._compiled()[1]
    for country, plan in numbering.plans().items():
        yield f"extract.normalise.numbering.{country}", plan.numbers
    yield "extract.normalise.urls.network", urls._networks()[0]
    yield "extract.cleaning.characters.exchanged", characters._plain()[1]
    yield "extract.cleaning.tags.end", tags.end_tag("script")
    for name in ("date", "end", "joint", "agency", "stamp", "posted"):
        yield f"extract.zones.datelines.{name}", getattr(datelines._patterns(), name)
    for rule in cues.cues():
        yield f"extract.zones.cues.{rule.id}", re.compile(rule.pattern)
    for name, rule in patterns.written("zones").items():
        yield f"extract.zones.{'search' if rule.anywhere else 'match'}.{name}", re.compile(rule.pattern)


def worst(pattern: re.Pattern[str]) -> list[str]:
    """Return the texts, each to be repeated, on which a pattern is slowest: for every repeat its body, alone and led up to."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    pieces = {sample(tree)}
    for before, body in _repeats(tree, ""):
        pieces |= {body, before + body, before, body + " ", body + "\n"}
    return sorted(piece for piece in pieces if piece)


def _repeats(tree: parser.SubPattern, before: str) -> Iterator[tuple[str, str]]:
    """Yield, for each repeat in a pattern, a text that leads up to it and one that its body matches."""
    for code, value in tree:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            yield before, sample(value[2])
            yield from _repeats(value[2], before)
        elif code is op.SUBPATTERN:
            yield from _repeats(value[3], before)
        elif code is op.ATOMIC_GROUP:
            yield from _repeats(value, before)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
        elif code in (op.ASSERT, op.ASSERT_NOT) and value[0] > 0:
            yield from _repeats(value[1], before)
        before += _one(code, value)


def sample(tree: parser.SubPattern) -> str:
    """Return a text that a pattern matches, as far as its look-arounds let it."""
    return "".join(_one(code, value) for code, value in tree)


def _one(code: object, value: object) -> str:
    match code:
        case op.LITERAL:
            return chr(value)  # type: ignore[arg-type]
        case op.NOT_LITERAL:
            return "a" if value != ord("a") else "b"
        case op.ANY:
            return "a"
        case op.IN:
            return next((c for c in "a1 A.-é\n/:,(@<>\"'" + _literals(value) if re.match(_set(value), c)), "")
        case op.BRANCH:
            return sample(value[1][0])  # type: ignore[index]
        case op.SUBPATTERN:
            return sample(value[3])  # type: ignore[index]
        case op.ATOMIC_GROUP:
            return sample(value)  # type: ignore[arg-type]
        case op.MAX_REPEAT | op.MIN_REPEAT | op.POSSESSIVE_REPEAT:
            return sample(value[2]) * min(max(value[0], 1), 20)  # type: ignore[index]
    return ""


def _literals(items: object) -> str:
    return "".join(chr(v if c is op.LITERAL else v[0]) for c, v in items if c in (op.LITERAL, op.RANGE))  # type: ignore[attr-defined]


_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}


def _set(items: object) -> str:
    """Return a set of characters as a pattern."""
    out = ""
    for code, value in items:  # type: ignore[attr-defined]
        if code is op.NEGATE:
            out = "^"
        elif code is op.LITERAL:
            out += re.escape(chr(value))
        elif code is op.RANGE:
            out += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        elif code is op.CATEGORY:
            out += _CATEGORIES[value]
    return f"[{out}]"


def used(name: str, pattern: re.Pattern[str], text: str) -> None:
    """Read a text with a pattern in the way that its stage does."""
    if window := IN_A_WINDOW.get(name.removesuffix(".bracketed")):
        for at in range(0, len(text), window):
            pattern.search(text, at, at + window)
    elif AT_A_PLACE.search(name):
        pattern.match(text)
        pattern.fullmatch(text)
    else:
        for _ in pattern.finditer(text):
            pass
