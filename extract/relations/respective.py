"""Functions told in the order of the names: `A et B, respectivement présidente et trésorier de Z`, or without the adverb."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from extract.lexicons import words
from extract.relations import holders, phrases
from extract.relations.functions import shared_forms
from extract.relations.holders import Holder
from extract.relations.page import Names, Page
from extract.relations.people import People, sentence_end, sentence_start
from extract.relations.phrases import Phrase
from extract.relations.wordsets import members
from extract.types import Mention

RULE = "role.respective"
_REACH = 6  # words between the adverb and the first function: `respectivement nommés aux postes de`

Dealt = dict[int, tuple[Phrase, Holder]]


def deal(page: Page, names: Names, people: People, found: Sequence[Phrase]) -> Dealt:
    """Return, by their index, the phrases of which as many people as they are hold one each, with their holder.

    What follows the last of them is said of all before it that have no complement (`présidente et trésorier de Z`).
    """
    dealt: Dealt = {}
    rows = _rows(page, names)
    if not rows or len(found) < 2:
        return dealt
    adverbs = members("respectively")
    for r in [] if adverbs.isdisjoint(page.words) else [r for r, word in enumerate(page.words) if word in adverbs]:
        first, after = _told(page, names, found, r)
        row = _nearest(page, names, rows, r, found[first:after])
        shared = _behind(page, names, r) if row else None
        dealt |= _pairs(page, found, first, row, shared)
    for row in rows:
        first, after = _beside(page, names, found, row)
        chain = found[first:after]
        # women hold masculine titles, too (`la maire`, `Madame le préfet`), men no feminine ones
        fits = (not phrase.head.feminine or people.fits(str(m.entity), True) for m, phrase in zip(row, chain, strict=False))
        if len(chain) == len(row) and first not in dealt and all(fits) and not _both_of_the_last(names, people, row, chain):
            dealt |= _pairs(page, found, first, row, None)
    return dealt


def _pairs(page: Page, found: Sequence[Phrase], first: int, row: Sequence[Mention], shared: Mention | None) -> Dealt:
    """Return the phrases from the index `first` on, each with its one of a row of people."""
    pairs: Dealt = {}
    shared = shared or (found[first + len(row) - 1].organisation if row else None)
    for k, mention in enumerate(row, first):
        bare = found[k].organisation is None and page.first_at(found[k].value_end) >= found[k].end
        phrase = replace(found[k], organisation=shared) if bare else found[k]
        pairs[k] = phrase, Holder(str(mention.entity), mention, RULE)
    return pairs


def _told(page: Page, names: Names, found: Sequence[Phrase], r: int) -> tuple[int, int]:
    """Return the indices, end exclusive, of the coordinated phrases behind the adverb at word `r`, or before it.

    With an article they are more often the objects of a verb: `A et B ont vu respectivement le maire et la préfète`.
    """
    behind = next((k for k, phrase in enumerate(found) if r < phrase.first <= r + _REACH), None)
    if behind is not None and found[behind].first < min(sentence_end(page, r), _clause_end(page, r)):
        after = _chain_end(page, found, behind)
        apposed = found[behind].first == r + 1 and _after_name(page, names, r)
        told = not found[behind].determiner or apposed or _follows_copula(page, found[behind])
        return (behind, after) if told and not any(phrase.head.plural for phrase in found[behind:after]) else (0, 0)
    last = next((k for k, phrase in enumerate(found) if r - 1 <= phrase.end <= r), None)
    if last is None:
        return 0, 0
    first = _chain_start(page, found, last)
    phrase = found[first]
    apposed = holders.after_honorifics(page, r + 1) in names.first or _after_name(page, names, phrase.first)
    told = not phrase.determiner or apposed or _follows_copula(page, phrase)
    return (first, last + 1) if told else (0, 0)


def _after_name(page: Page, names: Names, k: int) -> bool:
    """Tell whether a comma parts word `k` from a name, or from a bracket."""
    return page.word(k - 1) == "," and (k - 2 in names.last or page.word(k - 2) == ")")


def _clause_end(page: Page, r: int) -> int:
    """Return the word that ends the reach of the adverb at word `r`: a comma, unless it sets off what stands between."""
    commas = [k for k in range(r + 1, min(len(page.words), r + _REACH + 1)) if page.words[k] == ","]
    if commas[:1] == [r + 1]:
        commas = commas[2:] if len(commas) > 1 and not _is_verb(page, commas[1] + 1) else commas[1:]
    return commas[0] if commas else len(page.words)


def _is_verb(page: Page, k: int) -> bool:
    return page.word(k) in members("saying_auxiliaries") | members("copulas_of_many")


def _follows_copula(page: Page, phrase: Phrase) -> bool:
    """Tell whether a copula or a verb of appointment stands right before a phrase, adverbs aside."""
    k, adverbs = phrase.first - 1, members("respectively")
    while page.word(k) in adverbs | words("roles/adverbs.txt") or (
        page.word(k) == "," and not adverbs.isdisjoint((page.word(k - 1), page.word(k + 1)))
    ):
        k -= 1
    verb = page.word(k) in members("copulas_of_many") | words("roles/copulas.txt")
    return verb and page.word(k - 1) not in members("determiners")  # `les élus` is none


def _both_of_the_last(names: Names, people: People, row: Sequence[Mention], chain: Sequence[Phrase]) -> bool:
    """Tell whether two masculine functions behind a woman and a man are both his: `Anne et Jean, président et fondateur`."""
    if len(row) != 2 or chain[0].first < names.span[row[0].id][0]:
        return False
    couple = people.feminine(str(row[0].entity)) is True and people.feminine(str(row[1].entity)) is False
    return couple and all(phrase.head.feminine is False and phrase.head.lemma not in shared_forms() for phrase in chain)


def _beside(page: Page, names: Names, found: Sequence[Phrase], row: Sequence[Mention]) -> tuple[int, int]:
    """Return the phrases set off by a comma behind a row of people, or those with an article each right before it."""
    start, end = holders.before_honorifics(page, names.span[row[0].id][0]), names.span[row[-1].id][1]
    before = next((k for k, phrase in enumerate(found) if start - 1 <= phrase.end <= start), None)
    if before is not None and (found[before].end == start or page.word(start - 1) == ","):
        first = _chain_start(page, found, before)
        articles = all(phrases.determiners().get(phrase.determiner) == "definite" for phrase in found[first : before + 1])
        return (first, before + 1) if articles else (0, 0)
    behind = next((k for k, phrase in enumerate(found) if phrase.first == end + 1), None)
    if behind is None or page.word(end) != ",":
        return 0, 0
    after = _chain_end(page, found, behind)
    plain = not any(phrase.determiner or phrase.head.plural for phrase in found[behind:after])
    return (behind, after) if plain else (0, 0)


def _chain_end(page: Page, found: Sequence[Phrase], k: int) -> int:
    """Return the index after the last phrase that is coordinated with one before it, from the phrase `k` on."""
    after = k + 1
    while after < len(found) and _linked(page, found[after - 1], found[after]):
        after += 1
    return after


def _chain_start(page: Page, found: Sequence[Phrase], k: int) -> int:
    while k and _linked(page, found[k - 1], found[k]):
        k -= 1
    return k


def _linked(page: Page, one: Phrase, other: Phrase) -> bool:
    links = members("links_of_roles") | members("of_or_to") | members("as_a")
    between = page.words[one.end : other.first]
    return bool(between) and all(word in links for word in between)


def _rows(page: Page, names: Names) -> list[list[Mention]]:
    """Return the people who are named one after the other, two or more."""
    rows: list[list[Mention]] = []
    previous = -1
    for mention in names.all:
        if mention.kind != "PER" or not mention.entity:
            continue
        a, b = names.span[mention.id]
        if rows and _in_a_row(page, previous, a):
            rows[-1].append(mention)
        else:
            rows.append([mention])
        previous = b
    return [row for row in rows if len(row) > 1]


def _in_a_row(page: Page, end: int, start: int) -> bool:
    """Tell whether only a link, honorifics and a bracket stand between a name that ends at a word and the next one."""
    if page.word(end) == "(" and ")" in page.words[end:start]:
        end = page.words.index(")", end) + 1
    links = members("links_of_names") | words("roles/honorifics.txt") | members("complement_marks") | members("articles")
    return start > end and all(word in links for word in page.words[end:start])


def _nearest(page: Page, names: Names, rows: Sequence[list[Mention]], r: int, chain: Sequence[Phrase]) -> list[Mention]:
    """Return the people in the sentence of the adverb who are as many as the phrases: those before it, else behind it."""
    low, high = sentence_start(page, r), sentence_end(page, r)
    fitting = [row for row in rows if len(row) == len(chain) and low <= names.span[row[0].id][0] < high]
    before = [row for row in fitting if names.span[row[-1].id][1] <= min(r, chain[0].first)]
    return before[-1] if before else fitting[0] if fitting else []


def _behind(page: Page, names: Names, r: int) -> Mention | None:
    """Return the organisation behind the adverb: `présidente et trésorier, respectivement, de Z`."""
    k = r + 1 + (page.word(r + 1) == ",")
    if page.word(k) not in members("of"):
        return None
    mention = names.first.get(k + 1) or names.first.get(k + 1 + (page.word(k + 1) in members("articles")))
    return mention if mention is not None and mention.kind == "ORG" else None
