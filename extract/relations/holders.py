"""Names beside a function phrase: before it, after it, on the line above, or those of the phrase next to it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from extract.lexicons import words
from extract.relations import phrases
from extract.relations.page import BREAK, PARAGRAPH, Names, Page
from extract.relations.phrases import Phrase
from extract.relations.wordsets import members
from extract.types import Mention

TITLE = "role.title"  # a rank or profession that only says who is meant: no relation, but functions may chain over it
_OPENERS = frozenset((",", "(", "–", "—", "-", "|", "/", "·", "•"))
_LINE_OPENERS = frozenset((BREAK, PARAGRAPH, "|", "-", "–", "•", "*"))
_CLAUSE_OPENERS = frozenset((BREAK, PARAGRAPH, ".", "!", "?", "»", ":", ";"))
_NAME_CLOSERS = frozenset(("", BREAK, PARAGRAPH, ",", "(", "|", "-", "–", ":"))


class Holder(Struct, frozen=True):
    """Who holds the function of a phrase, and by which rule; the mention is None where a pronoun stands for the person."""

    person: str
    mention: Mention | None
    rule: str


def after(
    page: Page,
    names: Names,
    phrase: Phrase,
    previous: Phrase | None,
    following: Phrase | None,
    next_holder: Holder | None,
) -> Holder | None:
    """`le ministre de la Santé, le Dr X`; `le secrétaire général Y`; `son président, l'ancien conseiller Z`.

    `previous` and `following` are the phrases beside this one, `next_holder` who holds the following one.
    """
    i = phrase.end
    comma = page.word(i) == ","
    label = page.word(i) == ":" and starts_line(page, phrase.first)
    broken = page.word(i) == BREAK and starts_line(page, phrase.first) and phrase.value_end - phrase.value_start > 8
    if comma or label or broken:
        i += 1
    kind = phrases.determiners().get(phrase.determiner, "")
    mention = _person_from(page, names, i)
    if mention is None or (phrase.head.plural and (comma or kind not in ("plural", ""))):
        chained = next_holder is not None and next_holder.rule in ("role.preposed", "role.coordination", TITLE)
        if chained and next_holder is not None and following is not None and _joins(page, names, phrase, following):
            return Holder(next_holder.person, next_holder.mention, "role.coordination")
        return None
    told = kind in ("definite", "contracted", "possessive") or _starts_clause(page, phrase.first)
    if comma and not told and not (previous is not None and not kind and _continues(page, names, previous, phrase)):
        return None
    if broken and not _alone(page, names, mention):
        return None
    if not comma and (phrase.inner or _named_after(page, phrase)):
        return None
    if comma and kind == "possessive" and _name_before(page, names, phrase) is not None:
        return None
    rule = "role.label" if label else "role.signature" if broken else "role.preposed"
    if rule == "role.preposed" and (not comma or kind) and kind != "possessive" and _only_title(page, names, phrase, mention):
        rule = TITLE
    return Holder(str(mention.entity), mention, rule)


def before(page: Page, names: Names, phrase: Phrase) -> Holder | None:
    """`Tom Wagener, directeur du STATEC`; `Marie Dupont (présidente)`; a name's line and a function's line below it."""
    kind = phrases.determiners().get(phrase.determiner, "")
    if kind in ("contracted", "plural") or phrase.head.plural:
        return None
    mention = _name_before(page, names, phrase)
    if mention is not None:
        return Holder(str(mention.entity), mention, "role.apposition")
    i = phrase.first - 1
    side_by_side = names.last.get(i) if not kind and page.capital(phrase.first) else None
    if side_by_side is not None and side_by_side.kind == "PER" and side_by_side.entity:
        return Holder(side_by_side.entity, side_by_side, "role.signature") if _opens_line(page, names, side_by_side) else None
    if page.word(i) in (BREAK, ":", "|") and not kind:
        above = names.last.get(i - 1)
        if page.word(phrase.end) == "|" and page.word(i) == BREAK:  # columns: the function's column is the first one
            line = next((k + 1 for k in range(i - 1, -1, -1) if page.words[k] in (BREAK, PARAGRAPH)), 0)
            above = names.first.get(after_honorifics(page, line))
        if above is not None and above.kind == "PER" and above.entity and _alone(page, names, above):
            return Holder(above.entity, above, "role.signature")
    return None


def beside(page: Page, phrase: Phrase, previous: Phrase, holder: Holder) -> Holder | None:
    """`Mehdi X, directeur de A et fondateur de B`: the phrase goes on where the one before it ended."""
    if holder.rule in ("role.preposed", "role.label", "role.participle", TITLE) or phrase.head.plural:
        return None
    if holder.rule == "role.coordination" and holder.mention is not None and holder.mention.start > phrase.value_end:
        return None
    between = page.words[previous.end : phrase.first]
    links = members("links_of_roles") | words("roles/adverbs.txt")
    if not between or len(between) > 3 or not all(word in links for word in between):
        return None
    kind = phrases.determiners().get(phrase.determiner, "")
    if kind in ("contracted", "plural") or (phrase.determiner and between[0] in members("and")):
        return None
    return Holder(holder.person, holder.mention, "role.coordination")


def listed(page: Page, names: Names, phrase: Phrase, holder: Holder) -> list[Holder]:
    """Return all who hold a function told in the plural (`les députés A, B et C`), else the one holder."""
    if not phrase.head.plural or holder.mention is None:
        return [holder]
    chain = [holder]
    k = names.span[holder.mention.id][1]
    while True:
        if page.word(k) == "(" and ")" in page.words[k : k + 8]:
            k = page.words.index(")", k) + 1
        links = k
        while page.word(k) in members("links_of_names"):
            k += 1
        mention = names.first.get(k)
        if k == links or mention is None or mention.kind != "PER" or not mention.entity:
            break
        chain.append(Holder(mention.entity, mention, holder.rule))
        k = names.span[mention.id][1]
    return chain if len(chain) > 1 else []


def starts_line(page: Page, i: int) -> bool:
    """Tell whether a word is the first of its line or table cell."""
    return i == 0 or page.words[i - 1] in _LINE_OPENERS


def before_honorifics(page: Page, i: int) -> int:
    """Return the word index where the honorifics before word `i` begin."""
    while i and (page.words[i - 1] in words("roles/honorifics.txt") or page.words[i - 1] == "."):
        i -= 1
    return i


def after_honorifics(page: Page, i: int) -> int:
    """Return the index of the first word from `i` on that is no honorific."""
    titles = words("roles/honorifics.txt")
    while page.word(i) in titles or (page.word(i) == "." and page.word(i - 1) in titles):
        i += 1
    return i


def _is_and(between: Sequence[str]) -> bool:
    return len(between) == 1 and between[0] in members("and")


def _joins(page: Page, names: Names, phrase: Phrase, following: Phrase) -> bool:
    """Tell whether two phrases before one name are both that person's: `le maire et président de X, Y`."""
    between = page.words[phrase.end : following.first]
    if between == [","]:
        ancient = page.text[following.value_start : following.value_end].lower().startswith(tuple(members("former")))
        open_ended = following.head.kind == "rank" or ancient or not following.determiner
        return open_ended and _name_before(page, names, phrase) is None
    return between == [] or (_is_and(between) and not following.determiner)


def _continues(page: Page, names: Names, previous: Phrase, phrase: Phrase) -> bool:
    """Tell whether a phrase goes on with the one before it, both before their name (`le président, chef de l'État, X`)."""
    between = page.words[previous.end : phrase.first]
    opens = bool(previous.determiner) or _starts_clause(page, previous.first)
    return (between in ([], [","]) or _is_and(between)) and opens and _name_before(page, names, previous) is None


def _only_title(page: Page, names: Names, phrase: Phrase, mention: Mention) -> bool:
    """Tell whether a rank or profession before a name only says who is meant (`le colonel X`, `l'actrice belge Y`)."""
    if phrase.head.kind not in ("rank", "profession") or phrase.organisation is not None:
        return False
    b = names.span[mention.id][1]
    if page.word(b) == "," and page.word(b + 1) in members("of"):  # le professeur X, de l'UCLouvain
        return False
    complement = page.words[page.first_at(phrase.value_start) : page.first_at(phrase.value_end)][1:]
    told = any(word in members("role_prepositions") or word in words("roles/adjectives.txt") for word in complement)
    return phrase.head.kind == "rank" or not told


def _named_after(page: Page, phrase: Phrase) -> bool:
    """Tell whether the phrase ends in a thing named after people (`la directrice de l'école Jules Ferry`)."""
    last = page.words[phrase.end - 1]
    named = words("roles/named_after.txt")
    return phrase.organisation is None and (last in named or last.removesuffix("s") in named)


def _starts_clause(page: Page, i: int) -> bool:
    return i == 0 or page.words[i - 1] in _CLAUSE_OPENERS


def _alone(page: Page, names: Names, mention: Mention) -> bool:
    """Tell whether a name fills its line but for honorifics and what follows a comma."""
    return _opens_line(page, names, mention) and page.word(names.span[mention.id][1]) in _NAME_CLOSERS


def _opens_line(page: Page, names: Names, mention: Mention) -> bool:
    return starts_line(page, before_honorifics(page, names.span[mention.id][0]))


def _person_from(page: Page, names: Names, i: int) -> Mention | None:
    """Return the person named from a word on, honorifics and a determiner before one stepped over."""
    if page.word(i) in members("articles") and page.word(i + 1) in words("roles/honorifics.txt"):
        i += 1
    if i not in names.first:
        i = after_honorifics(page, i)
    mention = names.first.get(i)
    return mention if mention is not None and mention.kind == "PER" and mention.entity else None


def _name_before(page: Page, names: Names, phrase: Phrase) -> Mention | None:
    """Return the person whose name stands before a phrase with only a comma, bracket, dash, age or adverb between."""
    i = phrase.first - 1
    for _ in range(4):
        while page.word(i) in words("roles/adverbs.txt"):
            i -= 1
        if page.word(i) not in _OPENERS:
            return None
        i -= 1
        if page.word(i) in members("years") and page.word(i - 1).isdigit():
            i -= 2
            continue
        if page.word(i) == ")":
            while i > 0 and page.words[i] != "(":
                i -= 1
            i -= 1
        mention = names.last.get(i)
        if mention is not None and mention.kind == "DATE":
            first = names.span[mention.id][0]
            if page.word(first - 1) in members("since") | {","}:
                i = first - 1 - (page.word(first - 1) in members("since"))
                continue
        return mention if mention is not None and mention.kind == "PER" and mention.entity else None
    return None
