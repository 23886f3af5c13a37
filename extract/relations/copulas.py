"""Functions told by a verb: `a été élue jeudi présidente`, `devient`, `en qualité de`, `a nommé X directeur`, `Nommée …, X`."""

from __future__ import annotations

from functools import cache

from extract.lexicons import words
from extract.relations import phrases
from extract.relations.holders import Holder
from extract.relations.page import Names, Page
from extract.relations.people import People, sentence_end, sentence_start
from extract.relations.phrases import Phrase
from extract.relations.successions import RULE, Successions
from extract.relations.wordsets import expressions, members

_NEAR = 4  # words between a person and an expression, its verb among them: `siège à titre de`
_PRONOUN_NEAR = 6  # words between a pronoun and its verb
_REACH = 12  # words between a verb and the function


@cache
def _lasts() -> frozenset[str]:
    return frozenset(parts[-1] for parts in expressions("roles/copula_phrases.txt"))


def holder(page: Page, names: Names, people: People, phrase: Phrase, successions: Successions) -> Holder | None:
    """Return the person that a verb gives the function of a phrase."""
    if phrases.determiners().get(phrase.determiner, "") in ("contracted", "plural", "possessive"):
        return None
    i = phrase.first - 1
    start = sentence_start(page, phrase.first)
    if start == phrase.first and page.word(phrase.end) == "," and page.word(phrase.end + 1) in members("he_or_she"):
        person = people.before(phrase.first, feminine=page.word(phrase.end + 1) in members("she"))
        return None if person is None else Holder(person, None, "role.copula-pronoun")
    direct = names.last.get(i - 1 if page.word(i) in members("as_a") else i)
    by_whom = direct is not None and page.word(names.span[direct.id][0] - 1) in members("by")
    if direct is not None and direct.kind == "PER" and direct.entity and not by_whom:
        a = names.span[direct.id][0]
        if page.word(i) in members("as_a") and (taken := successions.takes_over(direct, i, post=True)) is not None:
            return taken.holder
        appointed = any(word in words("roles/appoint.txt") for word in page.words[max(start, a - 8) : a])
        return Holder(direct.entity, direct, "role.appointed") if appointed else None
    verb = _verb_before(page, names, i, start)
    if verb is None or _is_task(page, phrase):
        return None
    if verb == start and page.words[verb] not in members("finite_copulas"):
        return _subject_after(page, names, phrase)
    found = _subject_before(page, names, people, successions, verb, start)
    if found is None or found.rule == RULE:
        return found
    return successions.named_after(start, verb, phrase.end) or found


def _is_task(page: Page, phrase: Phrase) -> bool:
    """Tell whether the phrase is a participle with a task (`a été chargée de la lutte`), not a post (`chargée de mission`)."""
    told = page.words[page.first_at(phrase.value_start) : page.first_at(phrase.value_end)]
    task = not members("of_the").isdisjoint(told[1:2]) or not members("articles").isdisjoint(told[2:3])
    return phrase.head.lemma in members("charged") and task


def _verb_before(page: Page, names: Names, i: int, start: int) -> int | None:
    """Return the word index of the copula before a phrase: adverbs, dates, places and `par …` may stand between."""
    copulas, stops = words("roles/copulas.txt"), members("copula_stops")
    last = i
    if page.word(i) in members("complement_marks") - members("of_or_to"):
        return None  # the function is a complement: `échanger avec le chef`
    while i > max(start - 1, last - _REACH):
        word = page.words[i]
        if word in _lasts():
            for parts in expressions("roles/copula_phrases.txt"):
                if parts[-1] == word and tuple(page.words[max(0, i - len(parts) + 1) : i + 1]) == parts:
                    return i - len(parts) + 1
        if word in members("of_or_to"):
            if i == last and word not in members("after_copulas"):
                return None  # the function is a complement: `près de la présidente`
        elif word in copulas:
            following = page.word(i + 1)
            free = i == last or following in words("roles/adverbs.txt") or following in members("after_copulas")
            return i if free or i + 1 in names.first else None
        elif word in stops:
            return None
        i -= 1
    return None


def _subject_after(page: Page, names: Names, phrase: Phrase) -> Holder | None:
    """The subject of a sentence that opens with a participle: the first person after the comma."""
    for k in range(phrase.end, sentence_end(page, phrase.end)):
        mention = names.first.get(k)
        if mention is not None and mention.kind == "PER" and mention.entity:
            return Holder(mention.entity, mention, "role.participle") if "," in page.words[phrase.end : k] else None
    return None


def _subject_before(page: Page, names: Names, people: People, successions: Successions, verb: int, start: int) -> Holder | None:
    """Return the person that is the subject of the verb (or expression) at word `verb`."""
    post = page.words[verb] not in words("roles/copulas.txt") or page.words[verb] in members("as_a")
    expression = post and (page.words[verb] not in members("as_a") or page.word(verb - 1) in members("succeeding"))
    i = verb - 1
    while i >= start:
        word = page.words[i]
        if word in members("he_or_she"):
            if verb - i > _PRONOUN_NEAR or (page.word(verb) in members("to_be") and page.word(verb - 1) in members("purposes")):
                return None
            person = people.before(i, feminine=word in members("she"), leading=True)
            return None if person is None else Holder(person, None, "role.copula-pronoun")
        if word in members("subject_pronouns"):
            return None
        mention = names.last.get(i)
        if mention is None:
            i -= 1
            continue
        a, b = names.span[mention.id]
        if mention.kind == "ORG" and all(w in members("auxiliaries") and w != "," for w in page.words[b:verb]):
            return None
        if mention.kind == "PER" and mention.entity:
            if (taken := successions.takes_over(mention, verb, post=post)) is not None:
                return taken.holder
            relative = page.word(b + (page.word(b) == ",")) in members("relatives")
            if page.word(a - 1) in members("complement_marks") and not relative and not (expression and b == verb):
                return None
            near = expression and verb - b <= _NEAR and all(word[0].isalpha() for word in page.words[b:verb])
            clear = b == verb or near or _clear(page, names, b, verb) or (relative and "." not in page.words[b:verb])
            return Holder(mention.entity, mention, "role.copula") if clear else None
        i = a - 1
    return None


def _clear(page: Page, names: Names, a: int, verb: int) -> bool:
    """Tell whether only auxiliaries, adverbs, dates or a closed apposition stand between a subject and its verb."""
    between = page.words[a:verb]
    free = members("auxiliaries") | words("roles/adverbs.txt")
    if all(word in free or (a + k) in names.inside for k, word in enumerate(between)):
        return True
    if between[0] in (",", "(") and any(word in (",", ")") for word in between[1:]):
        return True
    return between[-1] in members("then") or (
        between[-1] in members("after_nouns_of") and between[-2:-1] != [] and between[-2] in members("before_doing")
    )
