"""Verbs of saying, and the words that tell a title or slogan from something said."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from extract.lexicons import either, rows, words
from extract.relations.page import Names, Page
from extract.relations.wordsets import members

_PARTICIPLE = re.compile(r"\w(?:é|i|u|it|is|ert)e?s?$")
_SHORT_TITLE = 14  # words: a longer quotation after `son message` or `la formule` was said by someone


class Speech(Struct, frozen=True):
    """What introduces a quotation: the speaker's entity or None, the cue's surface, the rule."""

    speaker: str | None
    cue: str | None
    rule: str


@cache
def verbs() -> dict[str, str]:
    """Return every form of the verbs of saying with its infinitive."""
    table: dict[str, str] = {}
    for infinitive, forms in rows("quotes/verbs.tsv", 2):
        for form in forms.split():
            table.setdefault(form, infinitive)
    return table


@cache
def plurals() -> frozenset[str]:
    """Return the forms of several speakers: the second form of each verb in the data, and its imperfect."""
    endings = tuple(members("plural_endings"))
    forms = [row[1].split() for row in rows("quotes/verbs.tsv", 2)]
    return frozenset(form for verb in forms for form in (verb[1:2] + [form for form in verb if form.endswith(endings)]))


@cache
def infinitives() -> frozenset[str]:
    """Return the infinitives of the verbs of saying, without their reflexive pronoun."""
    return frozenset(Page.of(infinitive).words[-1] for infinitive, _ in rows("quotes/verbs.tsv", 2))


@cache
def _inverted() -> re.Pattern[str]:
    return re.compile(rf"([^\W\d]+?)(?:-t)?-({either(members('inverted_pronouns'))})")


def clitic(word: str) -> tuple[str, str] | None:
    """Return the verb and the pronoun of a word that holds both (`explique-t-il`), or None."""
    found = _inverted().fullmatch(word) if "-" in word else None
    return (found.group(1), found.group(2)) if found else None


def surface(page: Page, a: int, b: int) -> str:
    """Return the words `a` to `b` (exclusive) as written."""
    return " ".join(page.text[page.starts[a] : page.ends[b - 1]].split())


def says(page: Page, names: Names, k: int) -> bool:
    """Tell whether a word is a verb of saying here, and not a noun or participle of the same form."""
    word = page.words[k]
    if (turned := clitic(word)) is not None:
        return turned[0] in verbs()
    known = word in verbs()
    if (not known and word not in infinitives()) or k in names.inside:
        return False
    before = page.word(k - 1)
    if word in infinitives() and before in members("after_nouns_of"):
        return page.word(k - 2) not in words("quotes/titled.txt")
    return known and before not in members("noun_marks")


def inverted(page: Page, k: int) -> tuple[str, int] | None:
    """Return the pronoun of an inverted verb of saying (`a-t-elle indiqué`) and the index of its last word, or None."""
    turned = clitic(page.words[k])
    if turned is None:
        return None
    base, pronoun = turned
    if base in verbs():
        return pronoun, k
    if base not in members("saying_auxiliaries"):
        return None
    for j in range(k + 1, min(k + 8, len(page.words))):
        if page.words[j] in verbs():
            return pronoun, j
    return (pronoun, k + 1) if unknown_participle(page.word(k + 1)) else None


def unknown_participle(word: str) -> bool:
    """Tell whether a word looks like a participle; right after a quotation and an auxiliary it is a verb of saying."""
    return bool(_PARTICIPLE.search(word))


def titled(page: Page, first: int, count: int) -> bool:
    """Tell whether the words before a quotation that opens at word `first` announce a title, slogan or term."""
    if count >= _SHORT_TITLE:
        return False
    k = first - 1
    colon = page.word(k) == ":"
    between = members("articles") | members("of") | members("before_titles")
    while page.word(k) in between:
        k -= 1
    near = {page.word(j) for j in range(k, k - (3 if colon else 2), -1)}
    return bool(near & words("quotes/titled.txt"))
