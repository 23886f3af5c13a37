"""Person → function → organisation: which function phrase of a text belongs to whom.

Each phrase is tried in the order of the proofs' strength: the name right after it (`le préfet, Yann Kerébel`), right before
it (`Tom Wagener, directeur du STATEC`), the holder of the phrase beside it, beyond a verb (`a été élue présidente`).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extract.relations import copulas, holders, organisations, phrases, respective
from extract.relations.confidence import confidence
from extract.relations.functions import Head
from extract.relations.holders import TITLE, Holder
from extract.relations.page import Names, Page
from extract.relations.people import People
from extract.relations.phrases import Phrase
from extract.relations.successions import Successions
from extract.relations.wordsets import members
from extract.types import Relation

_SPAN_LIMIT = 400  # characters of evidence beyond which only the function's own words are given


def find(page: Page, names: Names, people: People) -> list[Relation]:
    """Return the role relations of a page; `people` learns genders and functions on the way."""
    found = phrases.find(page, names)
    dealt = respective.deal(page, names, people, found)
    held: dict[int, Holder] = {}
    for k in range(len(found) - 1, -1, -1):
        previous = found[k - 1] if k else None
        following = found[k + 1] if k + 1 < len(found) else None
        holder = holders.after(page, names, found[k], previous, following, held.get(k + 1))
        if holder is not None:
            held[k] = holder
    successions = Successions(page, names, people)
    relations = successions.posts()
    for k, written in enumerate(found):
        phrase, holder = dealt.get(k, (written, held.get(k)))
        if k not in dealt and (holder is None or holder.rule == "role.coordination"):
            neighbour = held.get(k - 1)
            holder = (
                holders.before(page, names, phrase)
                or (holders.beside(page, phrase, found[k - 1], neighbour) if neighbour is not None else None)
                or holder
                or copulas.holder(page, names, people, phrase, successions)
            )
        if holder is None:
            continue
        held[k] = holder
        if holder.rule == TITLE:
            people.learn(holder.person, phrase.head.feminine)
            continue
        value = " ".join(page.text[phrase.value_start : phrase.value_end].split())
        if phrase.head.plural:
            value = _singular(value, phrase.head)
        for each in holders.listed(page, names, phrase, holder):
            people.learn(each.person, phrase.head.feminine)
            people.holds(each.person, phrase.head.lemma, value, phrase.value_start)
            relation = _relation(page, names, phrase, each, value)
            if phrase.head.kind != "loose" or relation.object is not None:
                relations.append(relation)
    return distinct(_shared(relations))


def _relation(page: Page, names: Names, phrase: Phrase, holder: Holder, value: str) -> Relation:
    organisation = phrase.organisation or organisations.near(page, names, phrase, holder)
    start, end = phrase.value_start, phrase.value_end
    if phrase.organisation is not None:
        end = max(end, phrase.organisation.end)
    if holder.mention is not None:
        whole = min(start, holder.mention.start), max(end, holder.mention.end)
        if whole[1] - whole[0] <= _SPAN_LIMIT:
            start, end = whole
    entity = organisation.entity if organisation is not None else None
    return Relation("role", holder.person, entity, value, start, end, holder.rule, confidence(holder.rule))


def _shared(relations: list[Relation]) -> list[Relation]:
    """Give `cofondatrice` the organisation of what follows: `cofondatrice et directrice technique d'Hydrosambre`."""
    done = list(relations)
    for k in range(len(done) - 2, -1, -1):
        here, after = done[k], done[k + 1]
        one_word = " " not in (here.value or "")
        if here.object is None and one_word and after.rule == "role.coordination" and here.subject == after.subject:
            done[k] = replace(here, object=after.object)
    return done


def _singular(value: str, head: Head) -> str:
    """Return a function of several people (`députés européens`) as one of them holds it."""
    first, *rest = value.split(" ")
    ends = (k for k, word in enumerate(rest) if word.lower() in members("role_prepositions") or "'" in word)
    adjectives = next(ends, len(rest))
    plain = [word.removesuffix("s") if len(word) > 3 else word for word in rest[:adjectives]]
    form = head.singular.capitalize() if first[:1].isupper() else head.singular
    return " ".join([form or first, *plain, *rest[adjectives:]])


def distinct(relations: Sequence[Relation]) -> list[Relation]:
    """Drop relations that say again what another says, and roles without the organisation that another gives them."""
    seen: set[tuple[str, str | None, str | None, str]] = set()
    fuller = {(r.subject, (r.value or "").casefold()) for r in relations if r.kind == "role" and r.object is not None}
    kept: list[Relation] = []
    for relation in relations:
        value = (relation.value or "").casefold()
        key = (relation.kind, relation.subject, relation.object, value)
        poorer = relation.kind == "role" and relation.object is None and (relation.subject, value) in fuller
        if key not in seen and not poorer:
            seen.add(key)
            kept.append(relation)
    return kept


def joined(cards: Sequence[Relation], found: Sequence[Relation]) -> list[Relation]:
    """Join the roles of contact cards with those of the text; where they give other organisations, the text is right."""
    told = {(r.subject, (r.value or "").casefold()) for r in found if r.object is not None}
    kept = [r for r in cards if r.kind != "role" or (r.subject, (r.value or "").casefold()) not in told]
    return distinct([*kept, *found])
