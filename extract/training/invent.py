"""Invents annotated communiqués from forms and word lists: layouts and organisations that news prose hardly holds.

The forms are text files under `extract/data/training/`. A slot is `{name}`, with a number that ties slots of one document
together (`{org1}` and `{acr1}`, `{per1}` and `{sur1}`), a preposition (`{of:org1}`, `{in:city}`) and the case of its name:
`{org}` as is, `{Org}` with a capital, `{ORG}` in capitals. Slots of persons, organisations, places and other proper names
(OPT) become mentions; the others are filled with plain words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from extract.lexicons import rows
from extract.training.example import OPTIONAL, Example, Span

_SLOT = re.compile(r"\{(?:(?P<prep>of|in|at):)?(?P<name>[a-z]+)_?(?P<number>\d?)\}", re.IGNORECASE)
_PART = re.compile(r"#coin|#1|#|<\w+>")
_OF_TO_ARTICLE = {"du": "le ", "de la": "la ", "de l'": "l'", "des": "les "}
_ARTICLE = re.compile(r"l[ae] |les |l'")
_ARTICLE_OF_TOWN = re.compile(r"Les? ")
_WITH_MENU = 0.25
_UNHEARD = 0.2  # share of towns and family names made up
_LISTED = 0.3  # share of towns, given names and organisations taken from the lexicons of the names stage
_VOWEL = re.compile(r"[aâàeéèêiîoôuy]|h[ôoeé]", re.IGNORECASE)
_PERSON = {"per", "inv", "inc", "cap", "ini", "sur", "given"}
_PLACE = {"city", "country", "region"}
_NAMED = {"org": "ORG", "co": "ORG", "party": "ORG", "venue": "LOC", "state": "LOC", "misc": OPTIONAL}
_FORMS = {"org": "organisations", "co": "companies", "party": "parties", "venue": "venues", "state": "states", "misc": "others"}


class _Filler(NamedTuple):
    """What fills a slot: its text and kind, and what comes before it with "de", with "à", and alone."""

    text: str
    label: str | None
    of: str = ""
    to: str = ""
    article: str = ""


@cache
def _lines(name: str) -> tuple[str, ...]:
    return tuple(line.replace("\\n", "\n").replace("\\t", "\t") for (line,) in rows(f"training/{name}.txt", 1))


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(text for name, text in rows("training/words.tsv", 2) if name == kind)


@cache
def _places(kind: str) -> tuple[_Filler, ...]:
    return tuple(
        _Filler(name, "LOC", _before(of), _before(to), _OF_TO_ARTICLE.get(of, ""))
        for name, what, of, to in rows("training/places.tsv", 4)
        if what == kind
    )


@cache
def _towns() -> tuple[_Filler, ...]:
    """Return the towns of the lexicon whose names stand without article."""
    towns = rows("names/cities.tsv", 8)
    return tuple(_town(row[0]) for row in towns if row[7] != "context" and not _ARTICLE_OF_TOWN.match(row[0]))


@cache
def _institutions() -> tuple[tuple[str, str], ...]:
    """Return names and acronyms of the organisations of the lexicon."""
    return tuple((row[0], row[1]) for row in rows("names/organisations.tsv", 6) if row[5] != "context")


@cache
def _given() -> tuple[str, ...]:
    return tuple(row[0] for row in rows("names/given.tsv", 2) if row[1] != "context")


@cache
def _articles() -> dict[str, str]:
    return {word.lower(): article for word, article in rows("training/heads.tsv", 2)}


def _town(name: str) -> _Filler:
    return _Filler(name, "LOC", "d'" if _VOWEL.match(name) else "de ", "à ")


def _before(word: str) -> str:
    return word if word.endswith("'") else word + " "


def _with_article(text: str, label: str | None) -> _Filler:
    """Work out `du ministère`, `à la préfecture`, `d'Alterna` for a name, from its first word."""
    first = re.split(r"[\s-]", text, maxsplit=1)[0].lower()
    vowel = bool(_VOWEL.match(text))
    article = _articles().get(first)
    if article is None:
        return _Filler(text, label, "d'" if vowel else "de ", "à ")
    if article == "les":
        return _Filler(text, label, "des ", "aux ", "les ")
    if vowel:
        return _Filler(text, label, "de l'", "à l'", "l'")
    return _Filler(text, label, "du ", "au ", "le ") if article == "le" else _Filler(text, label, "de la ", "à la ", "la ")


class Inventor:
    """Writes documents from a seeded source of chance: the same seed, the same documents."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self._tied: dict[str, _Filler | tuple[str, str]] = {}
        self._acronyms: dict[str, str] = {}
        self._text = ""
        self._spans: list[Span] = []

    def document(self) -> Example:
        """Return one communiqué: perhaps a letterhead and a headline, then paragraphs, then perhaps closing blocks."""
        self._text, self._spans, self._tied, self._acronyms = "", [], {}, {}
        chance, pick = self.rng.random, self.rng.choice
        if chance() < _WITH_MENU:
            self._menu()
        if chance() < 0.6:
            self._fill(pick(_lines("letterheads")))
            self._add(pick(["\n\n", "\n"]))
        if chance() < 0.7:
            self._fill(pick(_lines("headlines")), articles=chance() < 0.5)
            self._add("\n\n")
        for _ in range(self.rng.randint(1, 4)):
            for _ in range(self.rng.randint(1, 3)):
                self._fill(pick(_lines("sentences")), articles=True)
                self._add(" ")
            self._add(pick(["\n\n", "\n\n", "\n"]))
            if chance() < 0.3:
                self._tied, self._acronyms = {}, {}
        for _ in range(self.rng.randint(0, 2)):
            self._fill(pick(_lines("closings")))
            self._add(pick(["\n\n", "\n"]))
        if chance() < _WITH_MENU:
            self._menu()
        return Example(self._text, tuple(self._spans))

    def _menu(self) -> None:
        """Add items of a web page's menu, among them now and then a name."""
        mark = self.rng.choice(["\n", "\n", "\t", " | ", " > ", " · ", "\n- "])
        for _ in range(self.rng.randint(2, 12)):
            self._fill(self.rng.choice(("{Org}", "{city}", "{per}", "{acr}")) if self.rng.random() < 0.08 else self._item())
            self._add(mark)
        self._add("\n")

    def _item(self) -> str:
        item = self.rng.choice(_lines("menus"))
        return item.upper() if self.rng.random() < 0.15 else item

    def _add(self, text: str, label: str | None = None) -> None:
        if label:
            self._spans.append(Span(len(self._text), len(self._text) + len(text), label))
        self._text += text

    def _fill(self, form: str, *, articles: bool = False) -> None:
        at = 0
        for slot in _SLOT.finditer(form):
            self._add(form[at : slot.start()])
            self._put(slot, articles)
            at = slot.end()
        self._add(form[at:])

    def _put(self, slot: re.Match[str], articles: bool) -> None:
        name, preposition = slot["name"], (slot["prep"] or "").lower()
        filler = self._filler(name.lower(), slot["number"])
        text = filler.text
        before = {"": filler.article if articles else "", "of": filler.of}.get(preposition, filler.to)
        if name.isupper():
            text, before = text.upper(), before.upper()
        elif name[0].isupper() and before:
            before = before[0].upper() + before[1:]
        elif name[0].isupper():
            text = text[0].upper() + text[1:]
        self._add(before)
        self._add(text, filler.label)

    def _filler(self, kind: str, number: str) -> _Filler:
        if kind in _PERSON:
            text = self._person(kind, number)
            return _Filler(text, "PER", "d'" if _VOWEL.match(text) else "de ", "à ")
        if kind in _PLACE:
            return self._tie(kind + number, number, lambda: self._place(kind))
        if kind == "acr":
            return self._tie(kind + number, number, lambda: self._acronym(number))
        if kind in _NAMED:
            return self._tie(kind + number, number, lambda: self._named(kind, number))
        return _Filler(self._plain(kind), None, "de ", "à ")

    def _tie(self, key: str, number: str, make: Callable[[], _Filler]) -> _Filler:
        """Return what the document already has under a numbered slot, or make it."""
        if not number:
            return make()
        found = self._tied.get(key)
        if not isinstance(found, _Filler):
            found = self._tied[key] = make()
        return found

    def _named(self, kind: str, number: str) -> _Filler:
        """Make a name of a kind by one of its forms."""
        if kind == "org" and self.rng.random() < _LISTED:
            name, self._acronyms[number] = self.rng.choice(_institutions())
            return _with_article(name, _NAMED[kind])
        form = self.rng.choice(_lines(_FORMS[kind]))
        return _with_article(_SLOT.sub(self._inner, form), _NAMED[kind])

    def _inner(self, slot: re.Match[str]) -> str:
        """Fill a slot inside a name; a place there is part of the name."""
        kind = slot["name"]
        if kind in _PLACE:
            place = self._place(kind)
            return {"of": place.of, "in": place.to}.get(slot["prep"] or "", "") + place.text
        if kind == "fake":
            return self._coined("brandend")
        if kind == "surname":
            return self.rng.choice(_lines("surnames"))
        word = self._plain(kind)
        if slot["prep"] and (article := _ARTICLE.match(word)):
            return {"le ": "du ", "les ": "des "}.get(article[0], "de " + article[0]) + word[article.end() :]
        return _with_article(word, None).of + word if slot["prep"] else word

    def _place(self, kind: str) -> _Filler:
        chance = self.rng.random()
        if kind != "city" or chance > _UNHEARD + _LISTED:
            return self.rng.choice(_places(kind))
        if chance > _UNHEARD:
            return self.rng.choice(_towns())
        name = self._coined("placeend")
        if self.rng.random() < 0.3:
            name = f"Saint-{self.rng.choice(_lines('given'))}-{self.rng.choice(('sur', 'en', 'lès', 'de'))}-{name}"
        return _town(name)

    def _coined(self, ending: str) -> str:
        """Make up a word that no list holds."""
        syllables = (self.rng.choice(_words("syllable")) for _ in range(self.rng.randint(1, 2)))
        end = self.rng.choice(_words(ending))
        word = "".join(syllables)
        return word.capitalize() + ("-" if end[0] in "sl" and "-" in end else "") + end

    def _person(self, kind: str, number: str) -> str:
        key = "per" + number
        found = self._tied.get(key) if number else None
        if not isinstance(found, tuple) or isinstance(found, _Filler):
            unheard = self.rng.random() < _UNHEARD
            family = self._coined("nameend") if unheard else self.rng.choice(_lines("surnames"))
            given = self.rng.choice(_given() if self.rng.random() < _LISTED else _lines("given"))
            found = (given, family)
            if self.rng.random() < 0.08:
                found = (found[0], f"{found[1]}-{self.rng.choice(_lines('surnames'))}")
            elif self.rng.random() < 0.06:
                found = (f"{found[0]} {self.rng.choice(_lines('given'))}", found[1])
            self._tied[key] = found
        given, family = found
        initials = "-".join(part[0] + "." for part in given.split("-"))
        return {
            "per": f"{given} {family}",
            "inv": f"{family.upper()} {given}",
            "cap": f"{given} {family.upper()}",
            "ini": f"{initials} {family}",
            "sur": family,
            "given": given,
            "inc": f"{family.upper()}, {given}",
        }[kind]

    def _acronym(self, number: str) -> _Filler:
        """Make the acronym of the organisation of the same number, or one of letters alone."""
        long = self._tied.get("org" + number) if number else None
        letters = "".join(word[0].upper() for word in re.findall(r"\w{4,}", long.text)) if isinstance(long, _Filler) else ""
        letters = (self._acronyms.get(number) if number else "") or letters
        if not 2 < len(letters) < 7:
            letters = "".join(self.rng.choice("ACDEFGILMNOPRSTU") for _ in range(self.rng.randint(3, 5)))
        vowel = letters[0] in "AEFILMNORS" and self.rng.random() < 0.9
        article = "l'" if vowel else self.rng.choice(["la ", "le ", ""])
        of, to = {"l'": ("de l'", "à l'"), "la ": ("de la ", "à la "), "le ": ("du ", "au "), "": ("de ", "à ")}[article]
        return _Filler(letters, "ORG", of, to, article)

    def _plain(self, kind: str) -> str:
        rng = self.rng
        if kind in ("role", "email"):
            return rng.choice(_lines("roles")) if kind == "role" else self._email()
        made = {"date": "dateform", "hour": "hourform", "phone": "phoneform", "zip": "zipform", "url": "urlform", "n": "nform"}
        return self._form(made.get(kind, kind))

    def _part(self, part: str) -> str:
        """Fill a part of a number, date or address: `#` is a digit, `#1` one from 1 to 28."""
        if part == "#":
            return self.rng.choice("0123456789")
        if part == "#coin":
            return self._coined("brandend").lower()
        return str(self.rng.randint(1, 28)) if part == "#1" else self._form(part[1:-1])

    def _form(self, kind: str) -> str:
        return _PART.sub(lambda part: self._part(part[0]), self.rng.choice(_words(kind)))

    def _email(self) -> str:
        local = self.rng.choice(("{given}", "{given}.{family}", "presse", "contact", "communication", "service.presse"))
        given, family = (self.rng.choice(_lines(name)).lower().replace(" ", "") for name in ("given", "surnames"))
        return f"{local.format(given=given, family=family)}@{self._form('domain')}"
