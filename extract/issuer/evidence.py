"""What speaks for each organisation of a document being the one that issues it, in points."""

from __future__ import annotations

import math
import re
import tomllib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct, convert

from extract.draft import Draft
from extract.issuer.names import Names, is_domain, is_named, likeness, stems, tokens
from extract.lexicons import either, read, words
from extract.types import Mention, Zone
from extract.zones.lines import fold
from extract.zones.patterns import pattern

_BEFORE = 60  # characters looked at before a mention
_REACH = 40  # characters after a name in which the announcing verb begins
_APPOSITION = 120  # characters between two commas that may stand before the announcing verb
_FILLED = 0.35  # share of the words of a letterhead that a name must make up
_LIKE = 0.3  # likeness of a name with what the file is called from which on it counts
_OUTSIDE = ("container", "domain", "sender", "file")  # evidence that does not lie in the text
_LATER = 0.5  # what being the second name of a letterhead is worth


class Scale(Struct, frozen=True, forbid_unknown_fields=True):
    """The points of `data/issuer/evidence.toml`."""

    threshold: float
    opening: int
    weights: dict[str, float]


Evidence = defaultdict[str, dict[str, float]]  # entity id → kind of evidence → strength, 0 to 1


@cache
def scale() -> Scale:
    """Return the points as the data file has them."""
    return convert(tomllib.loads(read("issuer/evidence.toml")), Scale)


@cache
def _announcing(reach: int = _REACH) -> re.Pattern[str]:
    apposition = rf"(?: ?,[^,.;:!?\n«]{{1,{_APPOSITION}}},)?"
    return re.compile(rf"{apposition}[^.;:!?\n«]{{0,{reach}}}?\b(?:{either(words('issuer/announces.txt'))})\b")


def weigh(draft: Draft, names: Mapping[str, Names], further: Sequence[Mention] = ()) -> dict[str, float]:
    """Return the points of each organisation for which anything speaks; `further` are mentions beside those of the draft."""
    weights = scale().weights
    text = fold(draft.cleaned.text)
    evidence: Evidence = defaultdict(dict)
    counts: Counter[str] = Counter()
    mentions = sorted(
        (m for m in (*draft.mentions, *further) if m.kind == "ORG" and m.entity in names), key=lambda m: (m.start, m.end)
    )
    _of_mentions(draft, text, mentions, evidence, counts)
    _of_lines(draft.zones, text, names, evidence)
    _of_addresses(draft, names, evidence)
    _of_functions(draft, names, evidence)
    _of_file(draft.source.path, names, evidence)
    for id in evidence:
        lone = counts[id] < 2 and all(map(str.isalpha, names[id].full)) and not names[id].acronyms
        if lone and evidence[id].keys().isdisjoint(_OUTSIDE):
            _add(evidence, id, "once")
        if all(pattern("issuer", "english").search(name) for name in names[id].full):
            _add(evidence, id, "english")
        if any(pattern("issuer", "unit").search(name) for name in names[id].full):
            _add(evidence, id, "anonymous" if all(map(pattern("issuer", "anonymous").match, names[id].full)) else "unit")
    return {
        id: sum(weights[kind] * found[kind] for kind in sorted(found)) + weights["often"] * math.log2(1 + counts[id])
        for id, found in evidence.items()
    }


def _add(evidence: Evidence, id: str, kind: str, strength: float = 1.0) -> None:
    """Note a piece of evidence; of several of one kind the strongest counts."""
    evidence[id][kind] = max(strength, evidence[id].get(kind, 0.0))


def _of_mentions(draft: Draft, text: str, mentions: Sequence[Mention], evidence: Evidence, counts: Counter[str]) -> None:
    """Add what the places of its mentions say of each organisation."""
    zones = draft.zones
    starts = [zone.start for zone in zones]
    title = next((zone.start for zone in zones if zone.kind == "title"), 0)
    begin = next((zone.start for zone in zones if zone.kind == "body" and zone.start >= title), 0)
    described = 0
    for mention in mentions:
        assert mention.entity is not None
        zone = zones[max(0, bisect_right(starts, mention.start) - 1)] if zones else Zone("body", 0, len(text))
        before = text[max(0, mention.start - _BEFORE) : mention.start]
        id = mention.entity
        if pattern("issuer", "copyright").search(before):
            _add(evidence, id, "copyright")
        if zone.kind == "furniture":
            _add(evidence, id, "furniture")
            continue
        if not counts:
            _add(evidence, id, "first")
        counts[id] += 1
        if pattern("issuer", "label").search(before):
            _add(evidence, id, "label")
        if pattern("issuer", "own").search(before):
            _add(evidence, id, "own")
        if pattern("issuer", "edition").match(text, mention.end):
            _add(evidence, id, "edition")
        if zone.kind == "about" and mention.start - zone.start < _BEFORE:
            described += 1
            _add(evidence, id, "about", 1.0 if described == 1 else 0.6)
        elif zone.kind == "dateline":
            _add(evidence, id, _in_dateline(text[zone.start : mention.start]))
        elif zone.kind == "contact":
            _add(evidence, id, "contact")
        elif zone.kind == "body":
            _of_sentence(text, mention, begin, evidence)


def _in_dateline(before: str) -> str:
    """Return what it means to be named in a date line: after the date as the agency, or as who put the text up."""
    if before.rstrip()[-1:] in ("(", "/", "["):
        return "agency"
    return "byline" if any(c.isdigit() for c in before) else "dateline"


def _of_sentence(text: str, mention: Mention, begin: int, evidence: Evidence) -> None:
    """Add what the sentence of a mention says: that it is the first, that its subject announces."""
    assert mention.entity is not None
    before = text[max(begin, mention.start - 3 * _BEFORE) : mention.start]
    breaks = [match.end() for match in pattern("issuer", "sentence").finditer(before)]
    if not breaks and mention.start - begin < 3 * _BEFORE:
        _add(evidence, mention.entity, "opening")
    subject = len(before) - (breaks[-1] if breaks else 0) <= _BEFORE and not pattern("issuer", "no-subject").search(before)
    if subject and (_announcing().match(text, mention.end) or _announces_with(text, mention.end)):
        _add(evidence, mention.entity, "announces", 1.0 if mention.start < begin + scale().opening else 0.5)


def _announces_with(text: str, at: int) -> bool:
    """Tell whether what precedes is the first of several subjects of an announcing verb: "La CCI et la Ville annoncent"."""
    joined = pattern("issuer", "alongside").match(text, at)
    return joined is not None and _announcing(3 * _REACH).match(text, joined.end()) is not None


def _of_lines(zones: Sequence[Zone], text: str, names: Mapping[str, Names], evidence: Evidence) -> None:
    """Add what title, letterhead and source line say, by their words: "Préfet du Lot" heads the "préfecture du Lot"."""
    begin = next((i for i, zone in enumerate(zones) if zone.kind == "body"), len(zones))
    first = next((i for i, zone in enumerate(zones) if zone.kind == "title"), begin)
    headline = text[zones[first].start : zones[first].end] if first < begin else ""
    for i, zone in enumerate(zones):
        line = text[zone.start : zone.end]
        if zone.kind == "title":
            _of_title(line, names, evidence)
        elif zone.kind == "heading" and len(line) < 3 * _BEFORE:
            source = pattern("issuer", "source").match(line)
            if not (source or i < begin):
                continue
            line = line[source.end() if source else 0 :]
            parts = [part for part in pattern("issuer", "parts").split(line) if part]
            others = [part for part in parts if _is_other(part, headline)]
            whole = [line] if len(others) == len(parts) else []
            kind = "source" if source else "letterhead" if i < first else "below"
            _of_letterhead([*whole, *others], kind, names, evidence)


def _is_other(part: str, headline: str) -> bool:
    """Tell whether a part of a page's title is not the headline over again."""
    return part not in headline or len(part) * 2 < len(headline)


def _of_letterhead(parts: Sequence[str], kind: str, names: Mapping[str, Names], evidence: Evidence) -> None:
    """Add what a line of names, whole and in parts, says: of several parts that are names the first counts in full."""
    worth = 1.0
    for number, part in enumerate(parts):
        line = stems(tokens(part))
        filled = {
            id: max((len(bag) / len(line) for bag in map(stems, own.bags) if bag and bag <= line), default=0.0)
            for id, own in names.items()
        }
        best = max(filled.values(), default=0.0)
        if best and (number or list(filled.values()).count(best) == 1):
            for id, share in filled.items():
                if share == best and share >= _FILLED:
                    _add(evidence, id, kind, worth * min(1.0, share / 0.8))
            worth = _LATER if number else worth


def _of_title(title: str, names: Mapping[str, Names], evidence: Evidence) -> None:
    """Add what the title says: who is named in it, and who announces something."""
    for id, own in names.items():
        for name in own.full:
            found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title) if name in title else None
            if found:
                _add(evidence, id, "title")
                if pattern("issuer", "announced").search(title, 0, found.start()) or _announcing().match(title, found.end()):
                    _add(evidence, id, "speaker")


def _of_addresses(draft: Draft, names: Mapping[str, Names], evidence: Evidence) -> None:
    """Add what the container, the sender and the e-mail addresses of the contacts say."""
    addresses = [m.value.rsplit("@", 1)[-1] for m in draft.mentions if m.kind == "EMAIL" and m.value]
    for id, own in names.items():
        if addresses and (share := sum(is_domain(domain, own) for domain in addresses) / len(addresses)):
            _add(evidence, id, "domain", share)
        for hint in draft.source.hints:
            if hint.kind not in ("issuer", "author", "site"):
                continue
            value = fold(hint.value)
            if "@" in value and is_domain(value.rsplit("@", 1)[-1].strip("<> "), own):
                _add(evidence, id, "sender")
            if is_named(value.split("<")[0].strip(' "'), own) or (hint.kind == "site" and is_domain(value, own)):
                _add(evidence, id, "container")


def _of_functions(draft: Draft, names: Mapping[str, Names], evidence: Evidence) -> None:
    """Add what the functions of people say: those who are quoted mostly speak for the issuer."""
    speakers = {quote.speaker for quote in draft.quotes if quote.speaker}
    for relation in draft.relations:
        if relation.kind == "role" and relation.object is not None and relation.object in names:
            _add(evidence, relation.object, "speaks" if relation.subject in speakers else "employs")


def _of_file(path: str, names: Mapping[str, Names], evidence: Evidence) -> None:
    """Add what the file is called: archives put the issuer's name before the title's, parted by two dashes."""
    folder = file_words(path)
    for id, own in names.items():
        if folder and (strength := likeness(folder, own)) >= _LIKE:
            _add(evidence, id, "file", min(1.0, 1.5 * strength))


def file_words(path: str) -> list[str]:
    """Return the words that stand before two dashes in a file's name, folded; none where there are no such dashes.

    >>> file_words("press/ville-de-namur--pont-ferme.html")
    ['ville', 'de', 'namur']
    """
    name, dashes, _ = re.split(r"[/\\!]", path)[-1].partition("--")
    return re.findall(r"[^\W_]+", fold(name)) if dashes else []
