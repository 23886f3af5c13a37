"""The organisation of a function whose phrase names none: a possessive, the end or the beginning of the line tell it."""

from __future__ import annotations

from extract.relations import phrases
from extract.relations.holders import Holder, before_honorifics, starts_line
from extract.relations.page import BREAK, PARAGRAPH, Names, Page
from extract.relations.people import sentence_start
from extract.relations.phrases import Phrase
from extract.relations.wordsets import members
from extract.types import Mention

_OPENERS = frozenset((",", "(", "–", "-", "—", "|", "/", BREAK))
_CLOSERS = frozenset(("", ",", ")", ".", ";", ":", "|", "–", "-", "—", "(", "»", BREAK, PARAGRAPH))
_LABELS = frozenset((":", "·", "–", "-", "|"))


def near(page: Page, names: Names, phrase: Phrase, holder: Holder) -> Mention | None:
    """Return the organisation that the words around a phrase give it, or None."""
    if phrases.determiners().get(phrase.determiner) == "possessive":
        return _antecedent(page, names, phrase.first)
    if holder.rule == "role.copula" and not members("thereof").isdisjoint(page.words[max(0, phrase.first - 4) : phrase.first]):
        return _antecedent(page, names, phrase.first)
    if holder.rule == "role.appointed":
        start = sentence_start(page, phrase.first)
        return next((m for m in names.all if m.kind == "ORG" and start <= names.span[m.id][0] < phrase.first), None)
    if phrase.head.kind in ("portfolio", "state"):
        return None
    return _trailing(page, names, phrase) or _leading(page, names, holder)


def _trailing(page: Page, names: Names, phrase: Phrase) -> Mention | None:
    """`attachée de presse, Université de Namur` and `secrétaire (CGT)`: the organisation closes the phrase or its line."""
    i = phrase.end
    opener = page.word(i)
    if opener not in _OPENERS or (opener == BREAK and not starts_line(page, phrase.first)):
        return None
    if opener == BREAK and any(k in names.inside for k in range(phrase.first, phrase.end)):
        return None  # its place is told: the line below begins something else
    i += 1
    if page.word(i) in members("of") and opener == ",":
        i += 1
    if page.word(i) in members("articles") and page.word(i - 1) in members("of") | {","}:
        i += 1
    mention = names.first.get(i)
    if mention is None or mention.kind != "ORG":
        return None
    return mention if page.word(names.span[mention.id][1]) in _CLOSERS else None


def _leading(page: Page, names: Names, holder: Holder) -> Mention | None:
    """`DT : Mme Carole Perroud, secrétaire générale`: the organisation opens the line; `le professeur X, de l'UCLouvain`."""
    if holder.mention is None:
        return None
    a, b = names.span[holder.mention.id]
    if holder.rule == "role.preposed" and page.word(b) == "," and page.word(b + 1) in members("of"):
        mention = names.first.get(b + 2) or names.first.get(b + 2 + (page.word(b + 2) in members("articles")))
        return mention if mention is not None and mention.kind == "ORG" else None
    a = before_honorifics(page, a)
    if page.word(a - 1) == BREAK and page.word(a - 2) == ":":
        a -= 1
    if page.word(a - 1) not in _LABELS:
        return None
    mention = names.last.get(a - 2)
    if mention is None or mention.kind != "ORG":
        return None
    first = names.span[mention.id][0]
    while page.word(first - 1) in members("articles") or page.word(first - 1) in members("purposes"):
        first -= 1
    return mention if starts_line(page, first) else None


def _antecedent(page: Page, names: Names, i: int) -> Mention | None:
    """Return the organisation that `son`, `sa` or `en` stands for: the nearest before, in this sentence or the last."""
    here = sentence_start(page, i)
    for start, end, nearest in ((here, i, True), (sentence_start(page, here - 1), here, False)):
        found = [m for m in names.all if m.kind == "ORG" and start <= names.span[m.id][0] < end]
        if found:
            return found[-1] if nearest else found[0]
    return None
