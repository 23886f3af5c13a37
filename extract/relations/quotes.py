"""Who said what: each quotation with its speaker and the word that introduces it, titles and scare quotes left out.

Evidence is looked for in the order in which French puts it: after the quotation (`», a déclaré X`), inside it
(`, rappelle X,`), before it (`X explique : «`, `selon X, «`), in the quotation beside it, in the sentence that leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.relations import clauses, quotations
from extract.relations.confidence import confidence
from extract.relations.holders import after_honorifics
from extract.relations.page import BREAK, PARAGRAPH, Names, Page
from extract.relations.people import People, sentence_end, sentence_start
from extract.relations.quotations import Quotation
from extract.relations.sayings import (
    Speech,
    inverted,
    says,
    surface,
    titled,
    verbs,
)
from extract.relations.speakers import Speakers
from extract.relations.wordsets import at_word, expressions, members
from extract.types import Quote

_MANY = 200  # quotations of a text that are compared with one another
_FRAGMENT = 4  # a quotation of fewer words needs a verb of saying right beside it
_SENTENCE = 8  # a quotation of as many words that reads as a sentence needs no verb
_LINE = 16  # words of a line that holds no more than a name and a function
_NEAR = 260  # characters between two quotations of one speaker
_LEADS = 14  # words before the subject of a sentence that leads to a quotation
_DASHES = frozenset(("–", "-", "—"))
_BREAKS = frozenset((BREAK, PARAGRAPH))
_STOPS = frozenset((".", "!", "?", "…"))


def find(
    page: Page,
    names: Names,
    people: People,
    marked: Sequence[tuple[int, int]] = (),
    left_out: Sequence[tuple[int, int]] = (),
) -> list[Quote]:
    """Return the direct quotations of a page.

    `marked` are stretches that markup made quotations, `left_out` stretches where nothing is said (menus, front matter).
    """
    reader = _Reader(page, names, people)
    found: list[Quote] = []
    for quotation in quotations.find(page.text, marked):
        if any(start <= quotation.start < end for start, end in left_out):
            continue
        speech = reader.speech(quotation)
        if speech is None:
            continue
        reader.speakers.previous = (quotation, speech)
        text = page.text[quotation.start : quotation.end]
        rule = speech.rule
        found.append(Quote(speech.speaker, text, quotation.start, quotation.end, speech.cue, rule, confidence(rule)))
    return _told_once(found)


def _told_once(found: Sequence[Quote]) -> list[Quote]:
    """Drop what a headline or a pull quote takes from a quotation of the body; in a book of quotations, only repeats."""
    plain = [" ".join(re.findall(r"\w+", quote.text.casefold())) for quote in found]
    if len(found) > _MANY:
        firsts = {words: i for i, words in reversed(list(enumerate(plain)))}
        return [quote for i, quote in enumerate(found) if firsts[plain[i]] == i]

    def again(i: int, k: int) -> bool:
        within = plain[i] in plain[k] and (len(plain[k]) > len(plain[i]) or k < i)
        return within and bool(found[k].speaker or not found[i].speaker)

    return [quote for i, quote in enumerate(found) if not any(again(i, k) for k in range(len(found)) if k != i)]


class _Reader:
    """Looks around the quotations of one page for what introduces them."""

    def __init__(self, page: Page, names: Names, people: People) -> None:
        self.page = page
        self.names = names
        self.speakers = Speakers(page, names, people)

    def speech(self, quotation: Quotation) -> Speech | None:
        """Return what introduces a quotation, or None where it is none: a title, a slogan, a word held at a distance."""
        page = self.page
        first, last = page.first_at(quotation.outer_start), page.first_at(quotation.outer_end)
        a, b = page.first_at(quotation.start), page.first_at(quotation.end)
        count = sum(1 for k in range(a, b) if page.words[k][0].isalnum())
        if not count:
            return None
        self.speakers.first = first
        speech = self._after(last, quotation, count)
        if speech is None and count > _FRAGMENT:
            speech = self._inside(a, b)
        if speech is None and titled(page, first, count):
            return None
        if speech is None:
            speech = self._before(first, count) or self._line_below(last)
        if speech is not None:
            beside = speech.rule in ("quote.after", "quote.inside") and count > 1
            return speech if count >= _FRAGMENT or beside else None
        if count < _SENTENCE and not (count >= _FRAGMENT and self._is_sentence(quotation)):
            return None
        return self._sequel(quotation) or self._led(quotation, first, count)

    def _is_sentence(self, quotation: Quotation) -> bool:
        text = self.page.text[quotation.start : quotation.end]
        after = self.page.text[quotation.outer_end : quotation.outer_end + 2].strip()
        return text[0].isupper() and (text[-1] in ".!?…" or after[:1] == ".")

    def _after(self, i: int, quotation: Quotation, count: int) -> Speech | None:
        """`», a déclaré X`; `» explique-t-il`; `», selon X`; `» (X, maire)`; `» – X`; `». C'est en ces termes que X…`."""
        page = self.page
        parted = page.text[quotation.end - 1] in ".!?…,"
        while page.word(i) in (",", ".", "!", "?", "…", "»"):
            parted = parted or page.word(i) == ","
            i += 1
        word = page.word(i)
        if word in _DASHES or word == "(":
            return self._signature(i + 1)
        if word in _BREAKS or (word and page.capital(i)):
            return self._looking_back(i)
        if not word:
            return None
        speech = clauses.clause(self.speakers, i, "quote.after")
        if speech is None or speech.speaker is not None or inverted(page, i):
            return speech
        sure = parted or speech.rule == "quote.source" or (word in members("auxiliaries") and count > _FRAGMENT)
        return speech if sure and count >= _FRAGMENT else None

    def _looking_back(self, i: int) -> Speech | None:
        """Read a sentence after the quotation that says who said it: `C'est en ces termes que X a ouvert la séance`."""
        page = self.page
        while page.word(i) in _BREAKS:
            i += 1
        width = at_word(page, i, expressions("quotes/looking_back.txt"))
        if not width:
            return None
        person, known = self.speakers.after(i + width, min(sentence_end(page, i), i + clauses.REACH))
        return Speech(person, surface(page, i, i + width), "quote.after") if known else None

    def _signature(self, i: int) -> Speech | None:
        """A name alone after the quotation, in brackets or behind a dash."""
        page = self.page
        while page.word(i) in _DASHES or page.word(i) == "(":
            i += 1
        mention = self.names.first.get(i) or self.names.first.get(after_honorifics(page, i))
        if mention is None or mention.kind != "PER":
            return None
        closed = page.word(self.names.span[mention.id][1]) in _BREAKS | _DASHES | {"", ",", ")", ".", "("}
        return Speech(mention.entity, None, "quote.signature") if closed else None

    def _line_below(self, i: int) -> Speech | None:
        """A line below the quotation that holds a name and at most a function: who said it."""
        page = self.page
        if page.word(i) not in _BREAKS:
            return None
        line = page.words[i + 1 : i + 2 + _LINE]
        end = next((k for k, word in enumerate(line) if word in _BREAKS), len(line))
        if end > _LINE or any(word in (".", ":", ";", "@") or word in verbs() for word in line[3:end]):
            return None
        return self._signature(i + 1)

    def _inside(self, a: int, b: int) -> Speech | None:
        """`« Sans extrait, un enfant n'existe pas, rappelle X, représentante. Nous… »`: a clause between commas or dashes."""
        page = self.page
        for k in range(a + 1, b - 1):
            if (page.words[k] != "," and page.words[k] not in _DASHES) or page.capital(k + 1):
                continue
            word, following = page.words[k + 1], page.word(k + 2)
            turned = inverted(page, k + 1) or (inverted(page, k + 2) if word in members("reflexives") else None)
            spoken = turned is not None and turned[0] in members("he_or_she") | members("they")
            direct = word in verbs() and following not in members("of_or_to") | members("that")
            compound = word in members("has") and any(page.word(j) in verbs() for j in range(k + 2, k + 6))
            reflexive = word in members("reflexives") and (following in verbs() or following in members("is"))
            if not (spoken or direct or compound or reflexive):
                continue
            speech = clauses.clause(self.speakers, k + 1, "quote.inside")
            if speech is not None and (spoken or clauses.names_someone(self.speakers, k + 2, b)):
                return speech
        return None

    def _before(self, first: int, count: int) -> Speech | None:
        """`X explique : « … »`, `selon X, « … »`, `X a salué « … »`."""
        page = self.page
        colon = page.word(first - 1) == ":" or (page.word(first - 1) in _BREAKS and page.word(first - 2) == ":")
        stop = first
        while stop > 0 and (page.words[stop - 1] in (":", ",", "(") or page.words[stop - 1] in _BREAKS):
            if page.words[stop - 1] in _BREAKS and not colon:
                return None
            stop -= 1
        start = sentence_start(page, stop)
        while start < stop and page.words[start] in ("»", "”", '"', BREAK):
            start += 1
        if start >= stop:
            return None
        source = clauses.source(self.speakers, start, stop) or clauses.voice(self.speakers, start, stop)
        if source is not None:
            return source
        said = [k for k in range(start, stop) if says(page, self.names, k)]
        if said and (colon or count >= _FRAGMENT):
            verb = next((k for k in said if page.word(k + 1) in members("that")), said[-1])
            speaker, known = self.speakers.before(verb, start, stop)
            if known:
                return Speech(speaker, surface(page, verb, verb + 1), "quote.before")
        return self._colon(start, stop) if colon else None

    def _colon(self, start: int, stop: int) -> Speech | None:
        """`Même constat chez X, maire : « … »`: a colon and a person, or an answer, without a verb of saying."""
        page = self.page
        here = self.speakers.people_in(start, stop)
        if here:
            subjects = [m for m in here if self.speakers.is_subject(m)]
            return Speech((subjects or here[::-1])[0].entity, None, "quote.colon")
        if page.words[start] in members("he_or_she"):
            return Speech(self.speakers.pronoun(start, page.words[start]), None, "quote.colon")
        if self.speakers.previous is not None and not members("answers").isdisjoint(page.words[start:stop]):
            return Speech(self.speakers.previous[1].speaker, None, "quote.sequel")
        return None

    def _sequel(self, quotation: Quotation) -> Speech | None:
        """A quotation that only the words of saying part from the one before it has the same speaker."""
        if self.speakers.previous is None:
            return None
        before, speech = self.speakers.previous
        between = self.page.text[before.outer_end : quotation.outer_start]
        if not speech.speaker or len(between) > _NEAR or between.count("\n\n") > 1:
            return None
        others = any(
            before.outer_end <= m.start < quotation.outer_start and m.entity != speech.speaker
            for m in self.speakers.people.mentions
        )
        sentences = len(re.findall(r"[.!?]\s+[^\W\d_]", between))
        return None if others or sentences > (speech.rule != "quote.after") else Speech(speech.speaker, None, "quote.sequel")

    def _led(self, quotation: Quotation, first: int, count: int) -> Speech | None:
        """A quotation that stands alone is said by the subject of the sentence before it, if that is a person."""
        page = self.page
        k = first - 1
        while k > 0 and page.words[k] in _BREAKS:
            k -= 1
        sentence = count >= _SENTENCE and page.text[quotation.start].isupper()
        if not sentence or (k >= 0 and page.words[k] not in _STOPS and page.words[k] != ":"):
            return None
        start = sentence_start(page, k)
        here = [m for m in self.speakers.people_in(start, k) if self.speakers.is_subject(m)]
        told = any(says(page, self.names, j) for j in range(start, k))
        near = page.word(first - 1) == PARAGRAPH and bool(here) and self.names.span[here[0].id][0] - start <= _LEADS
        if here and (told or near):
            return Speech(here[0].entity, None, "quote.led")
        if told and page.words[start] in members("he_or_she"):
            return Speech(self.speakers.pronoun(start, page.words[start]), None, "quote.led")
        if page.word(k) == ":" and quotation.start != quotation.outer_start:  # a label, unless markup makes it a quotation
            return None
        return Speech(None, None, "quote.alone")
