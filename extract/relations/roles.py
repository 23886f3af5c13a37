"""Person → function → organisation: which function phrase of a text belongs to whom.

Each phrase is tried in the order of the proofs' strength: the name right after it (`le préfet, Yann Kerébel`), right before
it (`Tom Wagener, directeur du STATEC`), beyond a verb (`a été élue présidente`), or the holder of the phrase beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from extract.lexicons import words
from extract.relations import phrases
from extract.relations.page import BREAK, PARAGRAPH, Names, Page
from extract.relations.people import People, sentence_end, sentence_start
from extract.relations.phrases import Phrase
from extract.types import Mention, Relation

_CONFIDENCE = {
    "role.preposed": 0.95,
    "role.apposition": 0.95,
    "role.copula": 0.92,
    "role.copula-pronoun": 0.8,
    "role.participle": 0.9,
    "role.appointed": 0.9,
    "role.coordination": 0.88,
    "role.signature": 0.9,
    "role.label": 0.9,
}
_LINKS = frozenset((",", "et", "puis", "&", "/", "mais", "aussi", "ainsi", "que", "ou", "-", "–", "—"))
_OPENERS = frozenset((",", "(", "–", "—", "-", "|"))
_OBJECT_MARKS = frozenset(("de", "d'", "du", "des", "à", "au", "aux", "par", "avec", "pour", "contre", "chez", "sur"))
_AUXILIARIES = frozenset(
    ("a", "ai", "ont", "été", "avait", "avaient", "aura", "est", "était", "sera", "fut", "qui", "vient", "d'", "de", "être", "s'", "se", "y", "en", ",")
)
_SPAN_LIMIT = 400


class Holder(Struct, frozen=True):
    """Who holds the function of a phrase, and by which rule; the mention is None where a pronoun stands for the person."""

    person: str
    mention: Mention | None
    rule: str


def find(page: Page, names: Names, people: People) -> list[Relation]:
    """Return the role relations of a page; `people` learns genders and functions on the way."""
    found = phrases.find(page, names)
    reader = _Reader(page, names, people)
    held: dict[int, Holder] = {}
    for k in range(len(found) - 1, -1, -1):
        holder = reader.before_name(found[k], held.get(k + 1), found[k + 1] if k + 1 < len(found) else None)
        if holder is not None:
            held[k] = holder
    relations: list[Relation] = []
    for k, phrase in enumerate(found):
        holder = held.get(k)
        if holder is None or holder.rule == "role.coordination":
            previous = held.get(k - 1)
            holder = (
                reader.after_name(phrase)
                or (reader.beside(phrase, found[k - 1], previous) if previous is not None else None)
                or holder
                or reader.after_verb(phrase)
            )
        if holder is None:
            continue
        held[k] = holder
        if holder.rule == "role.title":
            people.learn(holder.person, phrase.head.feminine)
            continue
        value = " ".join(page.text[phrase.value_start : phrase.value_end].split())
        if phrase.head.plural:
            value = _singular(value, phrase.head)
        for each in reader.listed(phrase, holder):
            people.learn(each.person, phrase.head.feminine)
            people.holds(each.person, phrase.head.lemma, value, phrase.value_start)
            relations.append(reader.relation(phrase, each, value))
    return distinct(_shared(relations))


def _shared(relations: list[Relation]) -> list[Relation]:
    """Give `cofondatrice` the organisation of what follows: `cofondatrice et directrice technique d'Hydrosambre`."""
    done = list(relations)
    for k in range(len(done) - 2, -1, -1):
        here, after = done[k], done[k + 1]
        if (
            here.object is None
            and after.object is not None
            and after.rule == "role.coordination"
            and here.subject == after.subject
            and " " not in (here.value or "")
        ):
            done[k] = replace(here, object=after.object)
    return done


def _singular(value: str, head: phrases.Head) -> str:
    """Return a function of several people (`députés européens`) as one of them holds it."""
    first, *rest = value.split(" ")
    adjectives = 0
    while adjectives < len(rest) and rest[adjectives].lower() not in ("de", "du", "des", "à", "au", "en") and "'" not in rest[adjectives]:
        adjectives += 1
    plain = [word.removesuffix("s") if len(word) > 3 else word for word in rest[:adjectives]]
    head_form = head.singular.capitalize() if first[:1].isupper() else head.singular
    return " ".join([head_form or first, *plain, *rest[adjectives:]])


def distinct(relations: Sequence[Relation]) -> list[Relation]:
    """Drop relations that say again what an earlier one says."""
    seen: set[tuple[str, str | None, str | None, str]] = set()
    kept: list[Relation] = []
    for relation in relations:
        key = (relation.kind, relation.subject, relation.object, (relation.value or "").casefold())
        if key not in seen:
            seen.add(key)
            kept.append(relation)
    return kept


@cache
def _copula_phrases() -> tuple[tuple[str, ...], ...]:
    split = Page.of("\n\n".join(sorted(words("roles/copula_phrases.txt")))).words
    lines: list[tuple[str, ...]] = []
    line: list[str] = []
    for word in [*split, PARAGRAPH]:
        if word == PARAGRAPH:
            lines.append(tuple(line))
            line = []
        else:
            line.append(word)
    return tuple(lines)


class _Reader:
    """Looks around the phrases of one page for the people who hold them."""

    def __init__(self, page: Page, names: Names, people: People) -> None:
        self.page = page
        self.names = names
        self.people = people

    def relation(self, phrase: Phrase, holder: Holder, value: str) -> Relation:
        organisation = phrase.organisation or self._organisation_near(phrase, holder)
        start, end = phrase.value_start, phrase.value_end
        if phrase.organisation is not None:
            end = max(end, phrase.organisation.end)
        if holder.mention is not None:
            whole = min(start, holder.mention.start), max(end, holder.mention.end)
            if whole[1] - whole[0] <= _SPAN_LIMIT:
                start, end = whole
        entity = organisation.entity if organisation is not None else None
        return Relation("role", holder.person, entity, value, start, end, holder.rule, _CONFIDENCE[holder.rule])

    def listed(self, phrase: Phrase, holder: Holder) -> list[Holder]:
        """Return all who hold a function told in the plural (`les députés A, B et C`), else the one holder."""
        if not phrase.head.plural or holder.mention is None:
            return [holder]
        chain = [holder]
        k = self.names.span[holder.mention.id][1]
        while True:
            if self.page.word(k) == "(" and ")" in self.page.words[k : k + 8]:
                k = self.page.words.index(")", k) + 1
            links = k
            while self.page.word(k) in (",", "et", "m", "mm", "mme", ".", "ainsi", "que"):
                k += 1
            mention = self.names.first.get(k)
            if k == links or mention is None or mention.kind != "PER" or not mention.entity:
                break
            chain.append(Holder(mention.entity, mention, holder.rule))
            k = self.names.span[mention.id][1]
        return chain if len(chain) > 1 else []

    def _organisation_near(self, phrase: Phrase, holder: Holder) -> Mention | None:
        """Return the organisation of a phrase that names none itself, where the words around it do."""
        if phrases.determiners().get(phrase.determiner) == "possessive":
            return self._antecedent(phrase.first)
        if holder.rule == "role.copula" and "en" in self.page.words[max(0, phrase.first - 4) : phrase.first]:
            return self._antecedent(phrase.first)
        if holder.rule == "role.appointed":
            start = sentence_start(self.page, phrase.first)
            return next((m for m in self.names.all if m.kind == "ORG" and start <= self.names.span[m.id][0] < phrase.first), None)
        if phrase.head.kind in ("portfolio", "state"):
            return None
        return self._trailing(phrase) or self._leading(phrase, holder)

    def _trailing(self, phrase: Phrase) -> Mention | None:
        """`attachée de presse, Université de Namur` and `secrétaire (CGT)`: the organisation closes the phrase or its line."""
        page = self.page
        i = phrase.end
        opener = page.word(i)
        if opener not in (",", "(", "–", "-", "—", "|", "/", BREAK):
            return None
        if opener == BREAK and not self._line_start(phrase.first):
            return None
        i += 1
        if page.word(i) in ("de", "du", "des", "d'") and opener == ",":
            i += 1
        while page.word(i) in ("la", "le", "l'", "les") and page.word(i - 1) in ("de", "d'", ","):
            i += 1
        mention = self.names.first.get(i)
        if mention is None or mention.kind != "ORG":
            return None
        after = page.word(self.names.span[mention.id][1])
        return mention if after in ("", ",", ")", ".", ";", ":", "|", "–", "-", "—", "(", "»", BREAK, PARAGRAPH) else None

    def _leading(self, phrase: Phrase, holder: Holder) -> Mention | None:
        """`DT : Mme Carole Perroud, secrétaire générale`: the organisation opens the line; `le professeur X, de l'UCLouvain`."""
        if holder.mention is None:
            return None
        page = self.page
        a, b = self.names.span[holder.mention.id]
        if holder.rule == "role.preposed" and page.word(b) == "," and page.word(b + 1) in ("de", "du", "d'", "des"):
            i = b + 2
            while page.word(i) in ("la", "le", "l'", "les"):
                i += 1
            mention = self.names.first.get(i)
            return mention if mention is not None and mention.kind == "ORG" else None
        while a and (page.words[a - 1] in words("roles/honorifics.txt") or page.words[a - 1] == "."):
            a -= 1
        if page.word(a - 1) == BREAK and page.word(a - 2) == ":":
            a -= 1
        if page.word(a - 1) not in (":", "·", "–", "-", "|"):
            return None
        mention = self.names.last.get(a - 2)
        if mention is None or mention.kind != "ORG":
            return None
        first = self.names.span[mention.id][0]
        while page.word(first - 1) in ("le", "la", "les", "l'", "pour"):
            first -= 1
        return mention if self._line_start(first) else None

    def _antecedent(self, i: int) -> Mention | None:
        """Return the organisation that `son`, `sa` or `en` stands for: the nearest before, in this sentence or the last."""
        here = sentence_start(self.page, i)
        for start, end, nearest in ((here, i, True), (sentence_start(self.page, here - 1), here, False)):
            found = [m for m in self.names.all if m.kind == "ORG" and start <= self.names.span[m.id][0] < end]
            if found:
                return found[-1] if nearest else found[0]
        return None

    def before_name(self, phrase: Phrase, next_holder: Holder | None, following: Phrase | None) -> Holder | None:
        """`le ministre de la Santé, le Dr X`; `le secrétaire général Y`; `son président, l'ancien conseiller Z`."""
        page = self.page
        i = phrase.end
        comma = page.word(i) == ","
        label = page.word(i) == ":" and self._line_start(phrase.first)
        broken = page.word(i) == BREAK and self._line_start(phrase.first) and phrase.value_end - phrase.value_start > 8
        if comma or label or broken:
            i += 1
        kind = phrases.determiners().get(phrase.determiner, "")
        mention = self._person_from(i)
        if mention is None or (phrase.head.plural and (comma or kind not in ("plural", ""))):
            chained = next_holder is not None and next_holder.rule in ("role.preposed", "role.coordination", "role.title")
            if chained and next_holder is not None and following is not None and self._joins(phrase, following):
                return Holder(next_holder.person, next_holder.mention, "role.coordination")
            return None
        if comma and kind not in ("definite", "contracted", "possessive") and not self._clause_start(phrase.first):
            return None
        if broken and not self._alone(mention):
            return None
        if not comma and self._named_after(phrase):
            return None
        if comma and kind == "possessive" and self._name_before(phrase) is not None:
            return None
        rule = "role.label" if label else "role.signature" if broken else "role.preposed"
        if rule == "role.preposed" and self._only_title(phrase, mention):
            rule = "role.title"
        return Holder(str(mention.entity), mention, rule)

    def _only_title(self, phrase: Phrase, mention: Mention) -> bool:
        """Tell whether a rank or profession before a name only says who is meant (`le colonel X`, `l'écrivain Y`)."""
        if phrase.head.kind not in ("rank", "profession") or phrase.organisation is not None:
            return False
        if self._leading(phrase, Holder("", mention, "role.preposed")) is not None:
            return False
        length = len(self.page.text[phrase.value_start : phrase.value_end].split())
        return length == 1 or phrase.head.kind == "rank"

    def _joins(self, phrase: Phrase, following: Phrase) -> bool:
        """Tell whether two phrases before one name are both that person's: `le maire et président de X, Y`."""
        between = self.page.words[phrase.end : following.first]
        if following.determiner and between == ["et"]:
            return False
        if following.head.kind == "rank" and between == [","]:
            return self._name_before(phrase) is None
        ancient = self.page.text[following.value_start : following.value_end].lower().startswith(("ancien", "ex-"))
        if between == [","]:
            return (ancient or not following.determiner) and self._name_before(phrase) is None
        return between in ([], ["et"])

    def _named_after(self, phrase: Phrase) -> bool:
        """Tell whether the phrase ends in a thing named after people (`la directrice de l'école Jules Ferry`)."""
        last = self.page.words[phrase.end - 1]
        return phrase.organisation is None and (last in words("roles/named_after.txt") or last.rstrip("s") in words("roles/named_after.txt"))

    def _line_start(self, i: int) -> bool:
        return i == 0 or self.page.words[i - 1] in (BREAK, PARAGRAPH, "|", "-", "–", "•", "*")

    def _clause_start(self, i: int) -> bool:
        return i == 0 or self.page.words[i - 1] in (BREAK, PARAGRAPH, ".", "!", "?", "»", ":", ";")

    def _alone(self, mention: Mention) -> bool:
        """Tell whether a name fills its line but for honorifics and what follows a comma."""
        a, b = self.names.span[mention.id]
        while a and (self.page.words[a - 1] in words("roles/honorifics.txt") or self.page.words[a - 1] == "."):
            a -= 1
        return self._line_start(a) and (b >= len(self.page.words) or self.page.words[b] in (BREAK, PARAGRAPH, ",", "(", "|", "-", "–", ":"))

    def _person_from(self, i: int) -> Mention | None:
        """Return the person named from a word on, honorifics and a determiner before one stepped over."""
        page = self.page
        if page.word(i) in ("le", "la", "l'", "les") and page.word(i + 1) in words("roles/honorifics.txt"):
            i += 1
        for _ in range(6):
            mention = self.names.first.get(i)
            if mention is not None:
                return mention if mention.kind == "PER" and mention.entity else None
            if page.word(i) in words("roles/honorifics.txt") or (page.word(i) == "." and page.word(i - 1) in words("roles/honorifics.txt")):
                i += 1
            else:
                return None
        return None

    def _name_before(self, phrase: Phrase) -> Mention | None:
        """Return the person whose name stands before a phrase with only a comma, bracket, dash, age or adverb between."""
        page = self.page
        i = phrase.first - 1
        for _ in range(4):
            while page.word(i) in words("roles/adverbs.txt"):
                i -= 1
            if page.word(i) not in _OPENERS:
                return None
            i -= 1
            if page.word(i) == "ans" and page.word(i - 1).isdigit():
                i -= 2
                continue
            if page.word(i) == ")":
                while i > 0 and page.words[i] != "(":
                    i -= 1
                i -= 1
            mention = self.names.last.get(i)
            if mention is not None and mention.kind == "DATE" and page.word(self.names.span[mention.id][0] - 1) in (",", "depuis"):
                i = self.names.span[mention.id][0] - 1
                i -= page.word(i) == "depuis"
                continue
            return mention if mention is not None and mention.kind == "PER" and mention.entity else None
        return None

    def after_name(self, phrase: Phrase) -> Holder | None:
        """`Tom Wagener, directeur du STATEC`; `Marie Dupont (présidente)`; a name's line and a function's line below it."""
        kind = phrases.determiners().get(phrase.determiner, "")
        if kind in ("contracted", "plural") or phrase.head.plural:
            return None
        mention = self._name_before(phrase)
        if mention is not None:
            return Holder(str(mention.entity), mention, "role.apposition")
        i = phrase.first - 1
        if self.page.word(i) in (BREAK, ":", "|") and not kind:
            above = self.names.last.get(i - 1)
            if above is not None and above.kind == "PER" and above.entity and self._alone(above):
                return Holder(above.entity, above, "role.signature")
        return None

    def beside(self, phrase: Phrase, previous: Phrase, holder: Holder) -> Holder | None:
        """`Mehdi X, directeur de A et fondateur de B`: the phrase goes on where the one before it ended."""
        if holder.rule in ("role.preposed", "role.label", "role.participle", "role.title") or phrase.head.plural:
            return None
        if holder.rule == "role.coordination" and holder.mention is not None and holder.mention.start > phrase.value_end:
            return None
        between = self.page.words[previous.end : phrase.first]
        if not between or len(between) > 3 or not all(word in _LINKS or word in words("roles/adverbs.txt") for word in between):
            return None
        if phrases.determiners().get(phrase.determiner, "") in ("contracted", "plural") or (phrase.determiner and between[0] == "et"):
            return None
        return Holder(holder.person, holder.mention, "role.coordination")

    def after_verb(self, phrase: Phrase) -> Holder | None:
        """`a été élue jeudi présidente`, `devient`, `en qualité de`, `a nommé X directeur`, `Nommée directrice, X …`."""
        page = self.page
        if phrases.determiners().get(phrase.determiner, "") in ("contracted", "plural", "possessive"):
            return None
        i = phrase.first - 1
        start = sentence_start(page, phrase.first)
        direct = self.names.last.get(i - 1 if page.word(i) in ("comme",) else i)
        if direct is not None and direct.kind == "PER" and direct.entity:
            a = self.names.span[direct.id][0]
            if any(word in words("roles/appoint.txt") for word in page.words[max(start, a - 8) : a]):
                return Holder(direct.entity, direct, "role.appointed")
            return None
        verb = self._verb_before(i, start)
        if verb is None:
            return None
        if verb == start and page.words[verb] not in ("est", "était", "fut", "sera"):
            return self._subject_after(phrase)
        return self._subject_before(verb, start)

    def _verb_before(self, i: int, start: int) -> int | None:
        """Return the word index of the copula before a phrase: adverbs, dates, places and `par …` may stand between."""
        page = self.page
        floor = max(start - 1, i - 12)
        steps = 0
        while i > floor:
            for parts in _copula_phrases():
                if tuple(page.words[max(0, i - len(parts) + 1) : i + 1]) == parts:
                    return i - len(parts) + 1
            word = page.words[i]
            if word in words("roles/copulas.txt"):
                after = page.word(i + 1)
                free = steps == 0 or after in words("roles/adverbs.txt") or after in ("depuis", "par", "à", "en", "au", "hier", "ce", "cette", "le", "du")
                return i if free or i + 1 in self.names.first else None
            if word in (",", "(", ")", ";", ":", "«", "»", '"', "pas", "que", "qui", "ne", "n'"):
                return None
            i -= 1
            steps += 1
        return None

    def _subject_after(self, phrase: Phrase) -> Holder | None:
        """The subject of a sentence that opens with a participle: the first person after the comma."""
        end = sentence_end(self.page, phrase.end)
        for k in range(phrase.end, end):
            mention = self.names.first.get(k)
            if mention is not None and mention.kind == "PER" and mention.entity:
                return Holder(mention.entity, mention, "role.participle") if "," in self.page.words[phrase.end : k] else None
        return None

    def _subject_before(self, verb: int, start: int) -> Holder | None:
        """Return the person that is the subject of the verb (or expression) at word `verb`."""
        page = self.page
        expression = page.words[verb] not in words("roles/copulas.txt")
        i = verb - 1
        while i >= start:
            word = page.words[i]
            if word in ("il", "elle"):
                person = self.people.before(i, feminine=word == "elle")
                return None if person is None else Holder(person, None, "role.copula-pronoun")
            if word in ("c'", "je", "nous", "vous", "ils", "elles", "on", "ce", "j'"):
                return None
            mention = self.names.last.get(i)
            if mention is None:
                i -= 1
                continue
            a, b = self.names.span[mention.id]
            if mention.kind == "ORG" and all(w in _AUXILIARIES and w != "," for w in page.words[b:verb]):
                return None
            if mention.kind == "PER" and mention.entity:
                relative = page.word(b) == "qui" or page.words[b : b + 2] == [",", "qui"]
                if page.word(a - 1) in _OBJECT_MARKS and not relative and not (expression and b == verb):
                    return None
                clear = b == verb or self._clear(b, verb) or (relative and "." not in page.words[b:verb])
                return Holder(mention.entity, mention, "role.copula") if clear else None
            i = a - 1
        return None

    def _clear(self, a: int, verb: int) -> bool:
        """Tell whether only auxiliaries, adverbs, dates or a closed apposition stand between a subject and its verb."""
        between = self.page.words[a:verb]
        if all(
            word in _AUXILIARIES or word in words("roles/adverbs.txt") or (a + k) in self.names.inside
            for k, word in enumerate(between)
        ):
            return True
        if between[0] in (",", "(") and any(word in (",", ")") for word in between[1:]):
            return True
        return between[-1] in ("et", "puis") or (len(between) > 2 and between[-1] == "d'" and between[-2] == "avant")
