"""Who speaks: the organisation that issues a communiqué, by evidence added up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from extract.draft import Draft
from extract.issuer.evidence import scale, weigh
from extract.issuer.names import Names, is_fuller, of_organisation
from extract.issuer.unnamed import Newcomer, newcomers
from extract.lexicons import either, words
from extract.types import Organisation

_BEFORE = 30  # characters before a name in which its article and the word for what it is stand
_LONGER = re.compile(r"[\w-]| [A-ZÀ-ÖØ-Þ]")  # what follows a name that is part of a longer one
_FULLER = 0.7  # points that a fuller form of the winner's name needs, as a share of the winner's


class Verdict(Struct, frozen=True):
    """The entity id of the issuer, or None; `newcomer` where no stage before has found it as an organisation."""

    entity: str | None
    newcomer: Newcomer | None = None


def issuer(draft: Draft) -> Verdict:
    """Return the organisation that speaks; none where the evidence is too thin."""
    names = {held.id: of_organisation(held) for held in draft.organisations if held.kind != "term"}
    told = newcomers(draft, names)
    names |= {newcomer.organisation.id: of_organisation(newcomer.organisation) for newcomer in told}
    if not names:
        return Verdict(None)
    points = weigh(draft, names, [mention for newcomer in told for mention in newcomer.mentions])
    often = {held.id for held in (*draft.organisations, *(n.organisation for n in told)) if len(held.mentions) > 1}
    entity = _best(points, names, often)
    return Verdict(entity, next((newcomer for newcomer in told if newcomer.organisation.id == entity), None))


def _best(points: Mapping[str, float], names: Mapping[str, Names], often: set[str]) -> str | None:
    """Return the organisation with the most points, or one named more fully that has nearly as many."""
    order = {id: i for i, id in enumerate(names)}
    best = max(points, key=lambda id: (points[id], -order[id]), default=None)
    if best is None or points[best] < scale().threshold:
        return None
    fuller = [id for id in points if points[id] >= _FULLER * points[best] and id in often and is_fuller(names[id], names[best])]
    return max(fuller, key=lambda id: (points[id], -order[id]), default=best)


def with_its_kind(organisation: Organisation, text: str) -> tuple[str, ...]:
    """Return the names that an organisation has in a text together with the word for what it is: `projet Rivage`."""
    found: dict[str, None] = {}
    for place in re.finditer(re.escape(organisation.name), text):
        kind = _kind_before().search(text, max(0, place.start() - _BEFORE), place.start())
        if kind and not _LONGER.match(text, place.end()):
            found[text[kind.start("kind") : place.end()]] = None
    return tuple(found)


@cache
def _kind_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:[lL][ea’']s? ?|[dD][ue] )(?P<kind>{either(words('issuer/kinds.txt'))}) $")
