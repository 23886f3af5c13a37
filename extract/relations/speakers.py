"""The subjects of verbs of saying: a name, a pronoun, a function whose holder the text names elsewhere, or nobody by name."""

from __future__ import annotations

from extract.lexicons import words
from extract.relations.functions import Head, head_at
from extract.relations.page import PARAGRAPH, Names, Page
from extract.relations.people import People
from extract.relations.quotations import Quotation
from extract.relations.sayings import Speech, clitic, infinitives, plurals, verbs
from extract.relations.wordsets import members
from extract.types import Mention

Found = tuple[str | None, bool]  # the speaker's entity, and whether a subject was found (an organisation has no person)
_MEMORY = 900  # characters over which a pronoun may mean the last speaker
_REACH = 24
_NOBODY: Found = (None, False)
_UNNAMED: Found = (None, True)


def _gender(noun: str, determiner: str) -> bool | None:
    """Tell whether `dernière` or `octogénaire` is feminine, None where neither the word nor its determiner shows it."""
    if noun.endswith(tuple(members("epicene_endings"))):
        known = determiner in members("gendered_articles")
        return determiner in members("feminine_articles") if known else None
    return noun.endswith(tuple(members("feminine_endings")))


def _infinitive(form: str) -> str:
    return verbs().get(form, form)


class Speakers:
    """Finds the subjects of verbs of saying on one page; it remembers who spoke last."""

    def __init__(self, page: Page, names: Names, people: People) -> None:
        self.page = page
        self.names = names
        self.people = people
        self.previous: tuple[Quotation, Speech] | None = None
        self.first = 0  # the first word of the quotation being read

    def pronoun(self, i: int, pronoun: str) -> str | None:
        """Return the person that a pronoun at word `i` means, None for several or for one who speaks of himself."""
        return self.meant(i, pronoun in members("she")) if pronoun in members("he_or_she") else None

    def meant(self, i: int, feminine: bool | None) -> str | None:
        """Return the person that a pronoun or function means.

        That is a subject named since the last quotation, else the last speaker, else the nearest person before.
        """
        i = min(i, self.first)
        if self.previous is None:
            return self.people.before(i, feminine)
        before, speech = self.previous
        at = self.page.starts[i]
        if speech.speaker and at - before.outer_end < _MEMORY and self.people.fits(speech.speaker, feminine):
            others = [
                m
                for m in self.people.between(self.page.first_at(before.outer_end), i)
                if m.entity != speech.speaker and self.is_subject(m)
            ]
            if not any(self.people.fits(str(m.entity), feminine) for m in others):
                return speech.speaker
        return self.people.before(i, feminine)

    def latest(self, i: int, feminine: bool | None) -> str | None:
        """Return the person named last before word `i`: whom `ce dernier` means."""
        fits = [m for m in self.people.mentions if self.names.span[m.id][0] < i and self.people.fits(str(m.entity), feminine)]
        return fits[-1].entity if fits else None

    def is_subject(self, mention: Mention) -> bool:
        """Tell whether no preposition makes a name a complement."""
        return self.page.word(self.names.span[mention.id][0] - 1) not in members("complement_marks")

    def people_in(self, start: int, stop: int) -> list[Mention]:
        """Return the mentions of people between two words."""
        here = (self.names.first.get(k) for k in range(start, stop))
        return [m for m in here if m is not None and m.kind == "PER" and m.entity]

    def after(self, i: int, end: int, verb: str = "") -> Found:
        """Return the subject that follows a verb of saying (told by its infinitive), or the person after `selon`."""
        page = self.page
        found = _NOBODY
        for k in range(i, end):
            word, following = page.words[k], page.word(k + 1)
            mention = self.names.first.get(k)
            if mention is not None and mention.kind in ("PER", "ORG", "LOC"):
                if k > i and self._complement(k):  # `un proche de X`, `à l'AFP`: the subject may follow
                    found = _UNNAMED
                    continue
                return (mention.entity, True) if mention.kind == "PER" else _UNNAMED
            if k in self.names.inside:
                continue
            if word in words("quotes/last_named.txt") or following in words("quotes/last_named.txt"):
                told = word if word in words("quotes/last_named.txt") else following
                return self.latest(k, _gender(told, word)), True
            if (head := head_at(page, k)) is not None:
                return self._function(k, end, *head, verb)
            if word in members("stressed_pronouns") and page.word(k - 1) in members("sources"):
                return self.people.before(k, word in members("she")), True
            if word in members("subject_stops") or word == PARAGRAPH:
                return found
            if page.word(k - 1) in members("sources") and page.capital(k) and word not in words("roles/honorifics.txt"):
                return _UNNAMED  # a name that no stage before knows
            opens_noun = word in members("articles") | members("indefinite") and following[:1].isalpha()
            if opens_noun and not self._person_near(k, end):
                return _UNNAMED
        return found

    def before(self, verb: int, start: int, stop: int) -> Found:
        """Return the subject of a verb that stands before the quotation; `start` and `stop` bound the words before it."""
        page = self.page
        for k in range(verb - 1, max(start - 1, verb - 5), -1):
            word = page.words[k]
            if word in members("he_or_she"):
                return self.pronoun(k, word), True
            if word in members("many_speakers"):
                return (None, word not in members("i"))
            if word in words("quotes/last_named.txt"):
                return self.latest(k, _gender(word, page.word(k - 1))), True
        if (turned := clitic(page.words[verb])) is not None:
            return self.pronoun(verb, turned[1]), True
        here = [m for m in self.people_in(start, verb) if self.is_subject(m)]
        if page.words[verb] in plurals() or page.word(verb - 1) in members("they_have") or self._other_antecedent(verb, here):
            return _UNNAMED
        if here:
            return here[0 if page.words[verb].endswith(tuple(members("participle_endings"))) else -1].entity, True
        beyond = self.people_in(verb + 1, stop)
        if beyond and self.is_subject(beyond[0]):
            return beyond[0].entity, True
        for k in range(verb - 1, start - 1, -1):
            head = head_at(page, k)
            if head is not None and k not in self.names.inside and not self._complement(k):
                return self._function(k, verb, *head, _infinitive(page.words[verb]))
        if page.words[start] in members("he_or_she"):
            return self.pronoun(start, page.words[start]), True
        if any(m.kind == "ORG" for k in range(start, verb) if (m := self.names.first.get(k)) is not None):
            return _UNNAMED
        if page.words[verb] in infinitives() and self.previous is not None:
            return self.previous[1].speaker, True
        return _NOBODY

    def _other_antecedent(self, verb: int, people: list[Mention]) -> bool:
        """Tell whether `qui` before a verb stands for a noun, and not for the person named last (`un militant qui a crié`)."""
        k = next((j for j in (verb - 1, verb - 2) if self.page.word(j) in members("relatives")), None)
        if k is None or self.page.word(k - 1) == ",":
            return False
        after = self.names.span[people[-1].id][1] if people else 0
        return not people or (after != k and self.page.word(after) != ",")

    def _complement(self, k: int) -> bool:
        """Tell whether a preposition stands before a noun, a determiner between them or not."""
        marks = members("complement_marks")
        before = self.page.word(k - 1)
        return before in marks or (before in members("articles") and self.page.word(k - 2) in marks)

    def _person_near(self, k: int, end: int) -> bool:
        """Tell whether a person, or a function, stands in the rest of a clause before it is divided."""
        for j in range(k, min(end, k + 12)):
            mention = self.names.first.get(j)
            if (mention is not None and mention.kind == "PER") or head_at(self.page, j) is not None:
                return True
            if self.page.words[j] in members("clause_ends") | members("after_subjects"):
                return False
        return False

    def _function(self, k: int, end: int, head: Head, width: int, verb: str) -> Found:
        """Return the holder of a function that is the subject: the name beside it, or else its last named holder."""
        page = self.page
        limit = min(end, k + _REACH)
        stops = members("clause_ends") - {":"}
        stop = next((j for j in range(k + width, limit) if page.words[j] in stops), limit)
        for mention in self.people_in(k + width, stop):
            if page.word(self.names.span[mention.id][0] - 1) not in members("complement_marks") | members("and"):
                return mention.entity, True
        value = page.text[page.starts[k] : page.ends[k + width - 1]]
        articles = members("articles") | members("indefinite")
        determiner = next((page.word(j) for j in (k - 1, k - 2) if page.word(j) in articles), "")
        if determiner in members("indefinite") or head.plural:
            return _UNNAMED
        feminine = True if determiner in members("feminine_articles") else head.feminine
        holder = self.people.with_function(head.lemma, value, page.starts[k], feminine)
        closer = page.word(k + width) in members("of_or_to") and page.word(k + width + 1) not in infinitives()
        if holder is None and self.previous and not closer and verb in members("continuing_verbs"):
            holder = self.meant(k, feminine)  # `ajoute l'ingénieure`: who spoke last, unless the function is told more closely
        return holder, True
