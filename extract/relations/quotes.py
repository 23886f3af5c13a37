"""Who said what: each quotation with its speaker and the word that introduces it, titles and scare quotes left out.

Evidence is looked for in the order in which French puts it: after the quotation (`», a déclaré X`), inside it
(`, rappelle X,`), before it (`X explique : «`, `selon X, «`), in the quotation beside it, in the sentence that leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from extract.lexicons import rows, words
from extract.relations import phrases, quotations
from extract.relations.page import BREAK, PARAGRAPH, Names, Page
from extract.relations.people import People, sentence_end, sentence_start
from extract.relations.quotations import Quotation
from extract.types import Mention, Quote

_CONFIDENCE = {
    "quote.after": 0.95,
    "quote.inside": 0.95,
    "quote.before": 0.9,
    "quote.source": 0.93,
    "quote.colon": 0.85,
    "quote.signature": 0.85,
    "quote.sequel": 0.85,
    "quote.led": 0.7,
    "quote.alone": 0.5,
}
_CLITIC = re.compile(r"^([^\W\d]+?)(?:-t)?-(ils?|elles?|on|je|nous)$")
_OBJECT_MARKS = frozenset(("de", "d'", "du", "des", "à", "au", "aux", "par", "avec", "pour", "contre", "chez", "sur", "sous", "envers", "et"))
_SOURCES = frozenset(("selon", "d'après", "pour", "suivant", "dixit"))
_STOPS = frozenset((".", "!", "?", "…", PARAGRAPH))
_CLAUSE = 28
_MEMORY = 900  # characters over which a pronoun may mean the last speaker
_FRAGMENT = 4  # a quotation of fewer words needs a verb of saying right beside it
_SENTENCE = 8  # a quotation of as many words that reads as a sentence needs no verb


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
def _infinitives() -> frozenset[str]:
    return frozenset(infinitive.removeprefix("s'").removeprefix("se ") for infinitive in verbs().values())


@cache
def _looking_back() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(Page.of(line).words) for line in sorted(words("quotes/looking_back.txt"), key=lambda w: (-len(w), w)))


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
        reader.previous = (quotation, speech)
        text = page.text[quotation.start : quotation.end]
        rule = speech.rule
        found.append(Quote(speech.speaker, text, quotation.start, quotation.end, speech.cue, rule, _CONFIDENCE[rule]))
    return _told_once(found)


def _told_once(found: Sequence[Quote]) -> list[Quote]:
    """Drop what a headline or a pull quote takes from a quotation of the body."""
    kept: list[Quote] = []
    plain = [" ".join(re.findall(r"\w+", quote.text.casefold())) for quote in found]
    for i, quote in enumerate(found):
        again = any(
            plain[i] in plain[k] and (len(plain[k]) > len(plain[i]) or k < i) and (found[k].speaker or not quote.speaker)
            for k in range(len(found))
            if k != i
        )
        if not again:
            kept.append(quote)
    return kept


class _Reader:
    """Looks around the quotations of one page for verbs of saying and their subjects."""

    def __init__(self, page: Page, names: Names, people: People) -> None:
        self.page = page
        self.names = names
        self.people = people
        self.previous: tuple[Quotation, Speech] | None = None
        self.first = 0  # the first word of the quotation being read

    def speech(self, quotation: Quotation) -> Speech | None:
        """Return what introduces a quotation, or None where it is none: a title, a slogan, a word held at a distance."""
        page = self.page
        first, last = page.first_at(quotation.outer_start), page.first_at(quotation.outer_end)
        count = sum(1 for k in range(page.first_at(quotation.start), page.first_at(quotation.end)) if page.words[k][0].isalnum())
        if not count:
            return None
        self.first = first
        speech = self._after(last, count)
        if speech is None and count > _FRAGMENT:
            speech = self._inside(page.first_at(quotation.start), page.first_at(quotation.end))
        if speech is None and self._titled(first, count):
            return None
        if speech is None:
            speech = self._before(first, count) or self._line_below(last)
        if speech is not None:
            return speech if count >= _FRAGMENT or speech.rule in ("quote.after", "quote.inside") and count >= 2 else None
        if count < _SENTENCE and not (count >= _FRAGMENT and self._sentence(quotation)):
            return None
        return self._sequel(quotation) or self._led(quotation, first, count)

    def _sentence(self, quotation: Quotation) -> bool:
        text = self.page.text[quotation.start : quotation.end]
        after = self.page.text[quotation.outer_end : quotation.outer_end + 2].strip()
        return text[0].isupper() and (text[-1] in ".!?…" or after[:1] == ".")

    def _titled(self, first: int, count: int) -> bool:
        """Tell whether the word before the marks announces a title, slogan or term."""
        k = first - 1
        while self.page.word(k) in (":", ",", "(", "le", "la", "les", "l'", "d'", "de", "du", "comme", "est", "sur", "par"):
            k -= 1
        near = {self.page.word(k), self.page.word(k - 1)} if self.page.word(first - 1) != ":" else {self.page.word(k), self.page.word(k - 1), self.page.word(k - 2)}
        return bool(near & words("quotes/titled.txt")) and (count < _SENTENCE + 6)

    # after

    def _after(self, i: int, count: int) -> Speech | None:
        """`», a déclaré X`; `» explique-t-il`; `», selon X`; `» (X, maire)`; `» – X`; `». C'est en ces termes que X…`."""
        page = self.page
        parted = page.text[page.ends[i - 2]].isspace() is False and page.word(i - 2) in (".", "!", "?", "…", ",")
        while page.word(i) in (",", ".", "!", "?", "…", "»"):
            parted = parted or page.word(i) == ","
            i += 1
        word = page.word(i)
        if not word:
            return None
        if word in ("–", "-", "—", "("):
            return self._signature(i + 1)
        if word == "c'" or word in ("tels", "ces", "ainsi") or word in (BREAK, PARAGRAPH):
            return self._looking_back(i)
        if page.capital(i):
            return None
        speech = self._clause(i, "quote.after")
        unnamed = speech is not None and speech.speaker is None and not _CLITIC.match(word)
        return None if unnamed and (not parted or count < _FRAGMENT) else speech

    def _looking_back(self, i: int) -> Speech | None:
        page = self.page
        while page.word(i) in (BREAK, PARAGRAPH):
            i += 1
        for parts in _looking_back():
            if tuple(page.words[i : i + len(parts)]) == parts:
                person, known = self._subject(i + len(parts), min(sentence_end(page, i), i + _CLAUSE))
                return Speech(person, self._surface(i, i + len(parts)), "quote.after") if known else None
        return None

    def _signature(self, i: int) -> Speech | None:
        """A name alone after the quotation, in brackets or behind a dash."""
        page = self.page
        while page.word(i) in ("–", "-", "—", "("):
            i += 1
        while page.word(i) in words("roles/honorifics.txt") or (page.word(i) == "." and page.word(i - 1) in words("roles/honorifics.txt")):
            i += 1
        mention = self.names.first.get(i)
        if mention is None or mention.kind != "PER":
            return None
        after = page.word(self.names.span[mention.id][1])
        closed = after in ("", ",", ")", ".", BREAK, PARAGRAPH, "-", "–", "—", "(")
        return Speech(mention.entity, None, "quote.signature") if closed else None

    def _line_below(self, i: int) -> Speech | None:
        """A line below the quotation that holds a name and at most a function: who said it."""
        page = self.page
        if page.word(i) not in (BREAK, PARAGRAPH):
            return None
        end = next((k for k in range(i + 1, min(len(page.words), i + 18)) if page.words[k] in (BREAK, PARAGRAPH)), None)
        if end is None and len(page.words) - i > 17:
            return None
        line = page.words[i + 1 : end]
        if any(word in (".", ":", ";", "@") or word in verbs() for word in line[3:]):
            return None
        return self._signature(i + 1)

    def _clause(self, i: int, rule: str) -> Speech | None:
        """Read a clause of saying that begins at word `i`: its verb within reach, then the subject, or a source."""
        page = self.page
        end = min(sentence_end(page, i), i + _CLAUSE)
        if page.words[i] in _SOURCES or page.words[i : i + 2] == ["d'", "après"]:
            person, known = self._subject(i + 1, end)
            return Speech(person, self._surface(i, i + 1), "quote.source") if known else None
        for k in range(i, min(end, i + 11)):
            word = page.words[k]
            clitic = _CLITIC.match(word)
            if clitic:
                if clitic.group(2) in ("on", "nous"):
                    return None if clitic.group(2) == "nous" else Speech(None, self._surface(k, k + 1), rule)
                done = k if clitic.group(1) in verbs() else self._participle(k + 1, end)
                speaker = None if clitic.group(2) in ("ils", "elles", "je") else self._pronoun(k, clitic.group(2))
                return Speech(speaker, self._surface(k, (done if done is not None else k) + 1), rule)
            if word in verbs() and (k in self.names.inside) is False:
                person, known = self._subject(k + 1, end)
                if known:
                    return Speech(person, self._surface(k, k + 1), rule)
            if word in (":", ";", "que", "qu'", "«", '"', "“", "et", "mais", "car", BREAK):
                break
        return None

    def _participle(self, i: int, end: int) -> int | None:
        return next((k for k in range(i, min(end, i + 8)) if self.page.words[k] in verbs()), None)

    def _surface(self, a: int, b: int) -> str:
        return " ".join(self.page.text[self.page.starts[a] : self.page.ends[b - 1]].split())

    def _pronoun(self, i: int, pronoun: str) -> str | None:
        return self._meant(i, None if pronoun == "je" else pronoun == "elle")

    def _meant(self, i: int, feminine: bool | None) -> str | None:
        """Return the person that a pronoun or function at word `i` means: a subject named since the last quotation, its
        speaker, or the nearest person before."""
        i = min(i, self.first)
        if self.previous is None:
            return self.people.before(i, feminine)
        before, speech = self.previous
        at = self.page.starts[i]
        since = [
            m for m in self.names.all
            if m.kind == "PER" and before.outer_end <= m.start < at and m.entity and m.entity != speech.speaker
            and self.people.fits(m.entity, feminine)
            and self.page.word(self.names.span[m.id][0] - 1) not in _OBJECT_MARKS
        ]
        if not since and speech.speaker and at - before.outer_end < _MEMORY and self.people.fits(speech.speaker, feminine):
            return speech.speaker
        return self.people.before(i, feminine)

    def _latest(self, i: int, feminine: bool) -> str | None:
        """Return the person named last before word `i`, outside quotations' own words as far as marks show them."""
        fits = [m for m in self.people.mentions if self.names.span[m.id][0] < i and self.people.fits(str(m.entity), feminine)]
        return fits[-1].entity if fits else None

    def _subject(self, i: int, end: int) -> tuple[str | None, bool]:
        """Return the subject that follows a verb of saying or a source, and whether one was found (it may have no entity)."""
        page = self.page
        for k in range(i, end):
            word = page.words[k]
            mention = self.names.first.get(k)
            if mention is not None and mention.kind == "PER":
                return mention.entity, True
            if mention is not None and mention.kind in ("ORG", "LOC"):
                return self._after_organisation(k, end)
            if word in words("quotes/last_named.txt") or (word in ("ce", "cette") and page.word(k + 1) in ("dernier", "dernière")):
                feminine = word in ("celle-ci", "cette", "l'intéressée")
                return self._latest(k, feminine), True
            if word in ("l'", "le", "la") and page.word(k + 1) in ("intéressé", "intéressée"):
                return self._latest(k, page.word(k + 1) == "intéressée"), True
            if (head := phrases.head_at(page, k)) is not None:
                return self._function(k, end, *head)
            if word in ("elle", "lui") and page.word(k - 1) in _SOURCES:
                return self.people.before(k, word == "elle"), True
            if word in (":", ";", "que", "qu'", "qui", "où", "«", "“", '"', PARAGRAPH):
                return None, False
            if word in ("le", "la", "les", "l'", "un", "une", "des", "leurs") and page.word(k + 1)[:1].isalpha() and not self._person_near(k, end):
                return None, True
        return None, False

    def _person_near(self, k: int, end: int) -> bool:
        """Tell whether a person, or a function, stands in the rest of a clause before it is divided."""
        for j in range(k, min(end, k + 12)):
            mention = self.names.first.get(j)
            if mention is not None and mention.kind == "PER" or phrases.head_at(self.page, j) is not None:
                return True
            if self.page.words[j] in ("que", "qui", ":", ";", "lors", "après", "avant", "dans"):
                return False
        return False

    def _after_organisation(self, k: int, end: int) -> tuple[str | None, bool]:
        """An organisation speaks; a person right after its comma speaks for it (`selon l'ONU, par la voix de X`)."""
        mention = self.names.first[k]
        b = self.names.span[mention.id][1]
        if self.page.words[b : b + 4] == ["par", "la", "voix", "de"] or self.page.words[b + 1 : b + 5] == ["par", "la", "voix", "de"]:
            return self._subject(b + 4, end)
        return None, True

    def _function(self, k: int, end: int, head: phrases.Head, width: int) -> tuple[str | None, bool]:
        """The subject is a function: the name beside it, or else its last named holder."""
        page = self.page
        stop = next((j for j in range(k + width, min(end, k + 24)) if page.words[j] in (".", ";", "«", PARAGRAPH, "que", "qui")), min(end, k + 24))
        for j in range(k + width, stop):
            mention = self.names.first.get(j)
            if mention is not None and mention.kind == "PER" and page.word(j - 1) not in ("à", "avec", "contre", "et", "par"):
                return mention.entity, True
        value = page.text[page.starts[k] : page.ends[k + width - 1]]
        determiner = next((page.words[j] for j in (k - 1, k - 2) if j >= 0 and page.words[j] in ("le", "la", "l'", "un", "une", "les", "des")), "")
        feminine = True if determiner == "la" else head.feminine
        if determiner in ("un", "une", "les", "des") or head.plural:
            return None, True
        holder = self.people.with_function(head.lemma, value, page.starts[k], feminine)
        return holder or (self._meant(k, feminine) if self.previous else None), True

    # inside

    def _inside(self, a: int, b: int) -> Speech | None:
        """`« Sans extrait, un enfant n'existe pas, rappelle X, représentante. Nous… »`: a clause between commas or dashes."""
        page = self.page
        for k in range(a + 1, b - 1):
            if page.words[k] not in (",", "–", "—", "-") or page.capital(k + 1):
                continue
            word = page.words[k + 1]
            clitic = _CLITIC.match(word)
            inverted = clitic is not None and (clitic.group(1) in verbs() or clitic.group(1) in ("a", "ont", "est", "s'est")) and clitic.group(2) not in ("je", "nous", "on")
            direct = word in verbs() and not (page.word(k + 2) in ("que", "qu'", "de", "d'", "à"))
            compound = word in ("a", "ont") and any(page.word(j) in verbs() for j in (k + 2, k + 3, k + 4, k + 5))
            reflexive = word in ("s'", "se") and (page.word(k + 2) in verbs() or page.word(k + 2).startswith("est"))
            if not (inverted or direct or compound or reflexive):
                continue
            speech = self._clause(k + 1, "quote.inside")
            if speech is not None and (inverted or self._names_person(k + 1, b)):
                return speech
        return None

    def _names_person(self, i: int, b: int) -> bool:
        """Tell whether the subject of an inner clause stands right behind its verb: a name, or a function with its name."""
        for j in range(i + 1, min(b, i + 9)):
            mention = self.names.first.get(j)
            if mention is not None and mention.kind in ("PER", "ORG") or phrases.head_at(self.page, j) is not None:
                return True
            if self.page.words[j] in (",", ".", ";", ":"):
                return False
        return False

    # before

    def _before(self, first: int, count: int) -> Speech | None:
        """`X explique : « … »`, `selon X, « … »`, `X a salué « … »`."""
        page = self.page
        colon = page.word(first - 1) == ":" or (page.word(first - 1) in (BREAK, PARAGRAPH) and page.word(first - 2) == ":")
        stop = first
        while stop > 0 and page.words[stop - 1] in (BREAK, PARAGRAPH, ":", ",", "("):
            if page.words[stop - 1] in (BREAK, PARAGRAPH) and not colon:
                return None
            stop -= 1
        start = self._clause_start(stop)
        if start >= stop:
            return None
        source = self._source(start, stop) or self._voice(start, stop)
        if source is not None:
            return source
        said = [k for k in range(start, stop) if self._says(k)]
        if not said:
            return self._colon(start, stop) if colon else None
        verb = next((k for k in said if page.word(k + 1) in ("que", "qu'")), said[-1])
        if not colon and count < _FRAGMENT:
            return None
        speaker, known = self._subject_before(verb, start, stop)
        if not known:
            return self._colon(start, stop) if colon else None
        return Speech(speaker, self._surface(verb, verb + 1), "quote.before")

    def _says(self, k: int) -> bool:
        """Tell whether a word is a verb of saying here, and not a noun or participle of the same form."""
        word = self.page.words[k]
        clitic = _CLITIC.match(word) if "-" in word else None
        if clitic is not None and clitic.group(1) in verbs():
            return True
        before = self.page.word(k - 1)
        if word in _infinitives() and before in ("de", "d'") and k not in self.names.inside:
            return self.page.word(k - 2) not in words("quotes/titled.txt")
        if word not in verbs() or k in self.names.inside:
            return False
        return before not in ("le", "la", "les", "un", "une", "du", "des", "cette", "ce", "sa", "son", "au", "leur", "de", "d'", "l'", "notre", "en")

    def _clause_start(self, stop: int) -> int:
        """Return the first word of the sentence that ends at `stop`; a quotation before it in the sentence is no end."""
        start = sentence_start(self.page, stop)
        while start < stop and self.page.words[start] in ("»", "”", '"', BREAK):
            start += 1
        return start

    def _voice(self, start: int, stop: int) -> Speech | None:
        for k in range(start, stop - 4):
            if self.page.words[k : k + 4] == ["par", "la", "voix", "de"]:
                person, known = self._subject(k + 4, stop)
                if known and person is not None:
                    return Speech(person, self._surface(k, k + 4), "quote.source")
        return None

    def _source(self, start: int, stop: int) -> Speech | None:
        """`Selon X, directeur de Y, « … »`."""
        page = self.page
        for k in range(stop - 1, start - 1, -1):
            named = page.words[k] in _SOURCES and (page.words[k] != "pour" or k == start or page.words[k - 1] == ",")
            if not named and not (page.words[k] == "après" and page.word(k - 1) == "d'"):
                continue
            person, known = self._subject(k + 1, stop)
            if page.words[k] == "pour" and (person is None or any(self._says(j) for j in range(k, stop))):
                continue
            if known:
                return Speech(person, self._surface(k, k + 1), "quote.source")
        return None

    def _colon(self, start: int, stop: int) -> Speech | None:
        """`Même constat chez X, maire : « … »`: a colon and a person, without a verb of saying."""
        here = self._people(start, stop)
        if not here:
            if self.page.words[start] in ("il", "elle"):
                return Speech(self._pronoun(start, self.page.words[start]), None, "quote.colon")
            return None
        subjects = [m for m in here if self.page.word(self.names.span[m.id][0] - 1) not in _OBJECT_MARKS]
        return Speech((subjects or here[::-1])[0].entity, None, "quote.colon")

    def _people(self, start: int, stop: int) -> list[Mention]:
        return [m for k in range(start, stop) if (m := self.names.first.get(k)) is not None and m.kind == "PER" and m.entity]

    def _subject_before(self, verb: int, start: int, stop: int) -> tuple[str | None, bool]:
        """Return the subject of a verb that stands before the quotation, and whether one was found."""
        page = self.page
        for k in (verb - 1, verb - 2, verb - 3, verb - 4):
            if k >= start and page.words[k] in ("il", "elle"):
                return self._pronoun(k, page.words[k]), True
            if k >= start and page.words[k] in ("on", "ils", "elles", "nous", "je", "j'"):
                return None, page.words[k] != "je"
            if k >= start and page.words[k] in ("dernier", "dernière", "celui-ci", "celle-ci"):
                return self._latest(k, page.words[k] in ("dernière", "celle-ci")), True
        if (clitic := _CLITIC.match(page.words[verb])) is not None:
            return self._pronoun(verb, clitic.group(2)) if clitic.group(2) in ("il", "elle") else None, True
        here = [m for m in self._people(start, verb) if page.word(self.names.span[m.id][0] - 1) not in _OBJECT_MARKS]
        if here:
            return here[-1].entity, True
        after = self._people(verb + 1, stop)
        if after and page.word(self.names.span[after[0].id][0] - 1) not in _OBJECT_MARKS:
            return after[0].entity, True
        for k in range(verb - 1, start - 1, -1):
            head = phrases.head_at(page, k)
            if head is not None and k not in self.names.inside and page.word(k - 1) not in ("de", "du", "des", "au", "aux"):
                return self._function(k, verb, *head)
        if page.words[start] in ("il", "elle"):
            return self._pronoun(start, page.words[start]), True
        if any(m.kind == "ORG" for k in range(start, verb) if (m := self.names.first.get(k)) is not None):
            return None, True
        if page.words[verb] in _infinitives() and self.previous is not None:
            return self.previous[1].speaker, True
        return None, False

    # neighbours

    def _sequel(self, quotation: Quotation) -> Speech | None:
        """A quotation that only the words of saying part from the one before it has the same speaker."""
        if self.previous is None:
            return None
        before, speech = self.previous
        between = self.page.text[before.outer_end : quotation.outer_start]
        if len(between) > 260 or between.count("\n\n") > 1:
            return None
        others = {
            m.entity for m in self.names.all
            if m.kind == "PER" and before.outer_end <= m.start < quotation.outer_start and m.entity != speech.speaker
        }
        if others or len(re.findall(r"[.!?]\s+[^\W\d_]", between)) > (speech.rule != "quote.after"):
            return None
        return Speech(speech.speaker, None, "quote.sequel") if speech.speaker else None

    def _led(self, quotation: Quotation, first: int, count: int) -> Speech | None:
        """A quotation that stands alone is said by the subject of the sentence before it, if that is a person."""
        page = self.page
        k = first - 1
        while k > 0 and page.words[k] in (BREAK, PARAGRAPH):
            k -= 1
        if page.word(k) not in (".", "!", "?", "…", ":") or not self._sentence_like(quotation, count):
            return None
        start = sentence_start(page, k)
        here = [m for m in self._people(start, k) if page.word(self.names.span[m.id][0] - 1) not in _OBJECT_MARKS]
        says = any(self._says(j) for j in range(start, k))
        opens = page.word(first - 1) == PARAGRAPH
        if here and (says or (opens and self.names.span[here[0].id][0] - start <= 14)):
            return Speech(here[0].entity, None, "quote.led")
        if page.words[start] in ("il", "elle") and says:
            return Speech(self._pronoun(start, page.words[start]), None, "quote.led")
        if page.word(k) == ":" and quotation.start != quotation.outer_start:  # a label, unless markup makes it a quotation
            return None
        return Speech(None, None, "quote.alone")

    def _sentence_like(self, quotation: Quotation, count: int) -> bool:
        return count >= _SENTENCE and self.page.text[quotation.start].isupper()
