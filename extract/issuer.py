"""Who speaks: the organisation that issues a communiqué, by evidence added up."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from functools import cache

from msgspec import Struct, convert

from extract.draft import Draft
from extract.lexicons import read, words
from extract.types import Mention, Organisation, Title
from extract.zones import kind_at
from extract.zones.lines import fold

_TOKEN = re.compile(r"[a-z0-9]{2,}")
_SMALL = frozenset("de du des la le les et pour en sur aux au dans par un une".split())
_SOURCE = re.compile(r"(?:^|\n)source ?:? ?$")
_LABEL = re.compile(r"(?:communique|declaration|note|message|mot|bulletin|point|conference|position)(?: (?:de|a la) presse)?(?: (?:conjointe?|commune?))? (?:de |du |des |d'|de la |de l')+$")
_VERB_REACH = 60  # characters after a name in which the announcing verb begins
_OPENING = 400  # characters of the text whose subjects count
_GENERIC = frozenset("www gmail com fr be ch lu ca org net example gouv qc hotmail yahoo outlook orange wanadoo free".split())


class _Scale(Struct, frozen=True, forbid_unknown_fields=True):
    threshold: float
    weights: dict[str, float]


@cache
def _scale() -> _Scale:
    return convert(tomllib.loads(read("issuer/evidence.toml")), _Scale)


@cache
def _announcing() -> re.Pattern[str]:
    phrases = sorted(words("issuer/announces.txt"), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"[^.;:!?\n]{{0,{_VERB_REACH}}}?\b(?:{'|'.join(map(re.escape, phrases))})\b")


class _Names(Struct, frozen=True):
    """The folded names of an organisation, and the words and initials they are known by."""

    full: frozenset[str]
    acronyms: frozenset[str]
    bags: tuple[frozenset[str], ...]


def issuer(draft: Draft) -> str | None:
    """Return the entity id of the organisation that speaks, or None where the evidence is too thin."""
    if not draft.organisations:
        return None
    scale = _scale()
    points = _points(draft, scale.weights)
    order = {organisation.id: i for i, organisation in enumerate(draft.organisations)}
    best = max(points, key=lambda id: (points[id], -order[id]), default=None)
    return best if best is not None and points[best] >= scale.threshold else None


def _points(draft: Draft, weights: dict[str, float]) -> dict[str, float]:
    """Return the points of each organisation that has any."""
    text = fold(draft.cleaned.text)
    known = {organisation.id: _names(organisation) for organisation in draft.organisations}
    mentions = sorted((m for m in draft.mentions if m.kind == "ORG" and m.entity in known), key=lambda m: m.start)
    evidence: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    title_start = draft.title.start if isinstance(draft.title, Title) and draft.title.start is not None else -1
    bodies = [zone for zone in draft.zones if zone.kind == "body" and zone.start >= title_start]
    begin = bodies[0].start if bodies else 0
    for mention in mentions:
        assert mention.entity is not None
        found = evidence[mention.entity]
        kind = kind_at(draft.zones, mention.start)
        before = text[max(0, mention.start - 60) : mention.start]
        if kind == "furniture":
            found.add("furniture")
            continue
        counts[mention.entity] += 1
        if _SOURCE.search(before):
            found.add("source")
        elif _LABEL.search(before.rsplit("\n", 1)[-1]):
            found.add("label")
        if kind in ("title", "dateline", "contact"):
            found.add(kind)
        elif kind == "about" and text[:mention.start].rfind("a propos", max(0, mention.start - 30)) >= 0:
            found.add("about")
        elif kind == "heading" and mention.start < begin:
            found.add("letterhead")
        elif kind == "body" and begin <= mention.start < begin + _OPENING:
            found |= _in_opening(text, mention, begin)
    if mentions:
        body = next((m for m in mentions if kind_at(draft.zones, m.start) != "furniture"), None)
        if body is not None and body.entity is not None:
            evidence[body.entity].add("first")
    _add_context(draft, known, evidence)
    return {
        id: sum(weights[item] for item in sorted(found)) + weights["often"] * math.log2(1 + counts[id]) for id, found in evidence.items()
    }


def _in_opening(text: str, mention: Mention, begin: int) -> set[str]:
    """Return the evidence of a mention in the first paragraphs: in the first sentence, subject of an announcing verb."""
    found = set()
    if not re.search(r"[.!?] ", text[begin : mention.start]):
        found.add("opening")
    if _announcing().match(text, mention.end):
        found.add("announces")
    return found


def _add_context(draft: Draft, known: dict[str, _Names], evidence: dict[str, set[str]]) -> None:
    """Add what the container, the addresses of the contacts and the functions of people say."""
    for hint in draft.source.hints:
        if hint.kind in ("issuer", "author", "site"):
            value = fold(hint.value)
            for id, names in known.items():
                if _is_named(value, names) or hint.kind == "site" and _is_domain(value, names):
                    evidence[id].add("container")
    domains = {m.value.rsplit("@", 1)[-1] for m in draft.mentions if m.kind == "EMAIL" and m.value}
    for id, names in known.items():
        if any(_is_domain(domain, names) for domain in domains):
            evidence[id].add("domain")
    speakers = {quote.speaker for quote in draft.quotes if quote.speaker}
    for relation in draft.relations:
        if relation.kind == "role" and relation.object in known and relation.object is not None:
            evidence[relation.object].add("speaks" if relation.subject in speakers else "employs")


def _names(organisation: Organisation) -> _Names:
    full = frozenset(fold(name) for name in (organisation.name, *organisation.aliases) if name)
    acronyms = {fold(organisation.acronym)} if organisation.acronym else set()
    acronyms |= {fold(name) for name in (organisation.name, *organisation.aliases) if name.isupper() and " " not in name}
    return _Names(full, frozenset(acronyms), tuple(frozenset(_TOKEN.findall(name)) - _SMALL for name in sorted(full)))


def _is_named(value: str, names: _Names) -> bool:
    """Tell whether a folded name is one of the organisation's, or has the same words."""
    if value in names.full or value in names.acronyms:
        return True
    bag = frozenset(_TOKEN.findall(value)) - _SMALL
    return any(bag and own and len(bag & own) * 2 > len(bag | own) for own in names.bags)


def _is_domain(domain: str, names: _Names) -> bool:
    """Tell whether a domain is made of an organisation's acronym or of the words of its name."""
    labels = [label for label in domain.lower().split(".")[:-1] if label not in _GENERIC]
    parts = {part for label in labels for part in label.split("-")} - _GENERIC - _SMALL
    if any(acronym in parts or acronym.replace("-", "") in labels for acronym in names.acronyms):
        return True
    for bag in names.bags:
        strong = {word for word in bag if len(word) > 3}
        if strong and (len(strong & parts) * 2 >= len(strong) and strong & parts):
            return True
        joined = "".join(labels)
        if len(strong) > 1 and sum(word in joined for word in strong) * 3 >= 2 * len(strong) or len(strong) == 1 and joined in strong:
            return True
    return False
