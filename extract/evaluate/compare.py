"""One document's record beside its gold: each measure counts what both have."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from extract.evaluate.gold import NAMES, Gold, GoldMention
from extract.evaluate.scores import Score, Scores
from extract.evaluate.wording import alike, fold, same_days, unordered
from extract.types import Contact, Mention, Organisation, Quote, Record, Relation, entities_of

_QUOTE_START = 40  # characters by which two wordings of one quotation are recognised
_QUOTE_TOLD = 60  # characters of a quotation in the list of errors


def compare(gold: Gold, record: Record | None, scores: Scores) -> None:
    """Add one document to the scores; no record is a record with nothing in it."""
    pair = _Pair(gold, record, scores)
    for kind in NAMES:
        if kind in gold.layers:
            pair.names(kind)
    measures: dict[str, Callable[[], None]] = {
        "DATE": pair.dates,
        "CHANNELS": pair.channels,
        "contacts": pair.contacts,
        "roles": pair.roles,
        "acronyms": pair.acronyms,
        "quotes": pair.quotes,
    }
    for layer, measure in measures.items():
        if layer in gold.layers:
            measure()
    for layer, expected, got in (
        ("published", gold.published, pair.published()),
        ("title", gold.title, pair.title()),
        ("issuer", gold.issuer, pair.issuer()),
    ):
        if layer in gold.layers and expected is not None:
            pair.add(layer, [fold(expected)], [fold(got)] if got else [])


class _Pair:
    """One document's gold and its record; each measure adds to the scores."""

    def __init__(self, gold: Gold, record: Record | None, scores: Scores) -> None:
        self.gold, self.record, self.scores = gold, record, scores
        self.mentions: Sequence[Mention] = record.mentions if record else ()
        self.relations: Sequence[Relation] = record.relations if record else ()
        self.optional = [(m.start, m.end) for m in gold.mentions if m.label == "OPT"]
        self.known_as = _known_as(record) if record else {}

    def add(self, measure: str, gold: Iterable[Hashable], found: Iterable[Hashable]) -> None:
        """Count what was found against what the gold has."""
        self.scores.setdefault(measure, Score()).add(self.gold.slug, gold, found)

    def names(self, kind: str) -> None:
        """Mentions by exact place, and the set of distinct names."""
        expected = self._annotated(kind)
        found = [m for m in self.mentions if m.kind == kind and self._counts(m)]
        places = [(m.start, m.end, self._text(m)) for m in expected]
        got = [(m.start, m.end, m.text) for m in found]
        names = dict.fromkeys((kind, fold(self._text(m))) for m in expected)  # each once, in the order of the text
        named = dict.fromkeys((kind, fold(m.text)) for m in found)
        for which in (kind, "all"):
            self.add(f"mention {which}", places, got)
        for which in (kind, "all"):
            self.add(f"name {which}", list(names), list(named))

    def dates(self) -> None:
        """Dates found (any overlap), by exact place, and by value."""
        expected = self._annotated("DATE")
        left = [m for m in self.mentions if m.kind == "DATE"]
        self.add("date exact", [(m.start, m.end) for m in expected], [(m.start, m.end) for m in left])
        for gold in expected:
            match = next((m for m in left if m.start < gold.end and gold.start < m.end), None)
            here = (gold.start, self._text(gold))
            self.add("date found", [here], [here] if match else [])
            if gold.value is not None:
                value = match.value if match else None
                right = match is not None and (value in (gold.value, *gold.value_alt) or same_days(gold.value, value))
                self.add("date value", [(*here, gold.value)], [(*here, gold.value if right else value)] if match else [])
            if match:
                left.remove(match)
        self.add("date found", [], [(m.start, m.text) for m in left if self._counts(m)])

    def channels(self) -> None:
        """Phone numbers and e-mail addresses by value, web and postal addresses by exact place."""
        for kind in ("PHONE", "EMAIL"):
            values = [m.value for m in self._annotated(kind) if m.value]
            self.add(f"channel {kind}", values, [m.value for m in self.mentions if m.kind == kind])
        for kind in ("URL", "ADDRESS"):
            places = [(m.start, m.end) for m in self._annotated(kind)]
            self.add(f"channel {kind}", places, [(m.start, m.end) for m in self.mentions if m.kind == kind])

    def contacts(self) -> None:
        """Cards that are right as a whole, and single channels tied to the right card."""
        expected = [
            (unordered(c.name), frozenset(c.phones), frozenset(e.lower() for e in c.emails)) for c in self.gold.contacts
        ]
        listed = {phone for contact in self.gold.contacts for phone in contact.phones}
        named = {name for name, _, _ in expected}
        found = [_card(contact, listed) for contact in (self.record.contacts if self.record else ())]
        found = [(name, phones, emails) for name, phones, emails in found if phones or emails or name in named]
        self.add("contact whole", expected, found)
        self.add(
            "contact channel",
            [(name, channel) for name, phones, emails in expected for channel in sorted(phones | emails)],
            [(name, channel) for name, phones, emails in found for channel in sorted(phones | emails)],
        )

    def roles(self) -> None:
        """Person, role (by shared words) and organisation together."""
        left = [relation for relation in self.relations if relation.kind == "role"]
        hits = []
        for person, role, organisation in self.gold.roles:
            match = next((r for r in left if self._is_role(r, person, role, organisation)), None)
            if match is not None:
                hits.append((person, role, organisation))
                left.remove(match)
        names = {id: min(names) for id, names in self.known_as.items()}
        extra = [(names.get(r.subject or ""), r.value, names.get(r.object or "")) for r in left]
        self.add("role", self.gold.roles, [*hits, *extra])

    def acronyms(self) -> None:
        """Pairs of short and long form; where a long form has several names, any of them."""
        expected = dict.fromkeys((fold(short), fold(long)) for short, long in self.gold.acronyms)
        found = []
        for relation in self.relations:
            if relation.kind == "acronym":
                short = fold(relation.value)
                longs = sorted(self._names_of(relation.object) - {short})
                right = next(((short, long) for long in longs if (short, long) in expected), None)
                found.append(right or (short, " / ".join(longs)))
        self.add("acronym", list(expected), list(dict.fromkeys(found)))

    def quotes(self) -> None:
        """Quotations by their first words, and with their speaker."""
        left = list(self.record.quotes) if self.record else []
        for speaker, words in self.gold.quotes:
            said = fold(words)
            match = next((quote for quote in left if _begins_alike(quote, said)), None)
            self.add("quote found", [said], [said] if match else [])
            got: list[Hashable] = []
            if match:
                right = fold(speaker) in self._names_of(match.speaker) if speaker else not match.speaker
                got = [(speaker if right else "?", said)]
                left.remove(match)
            self.add("quote speaker", [(speaker, said)], got)
        self.add("quote found", [], [fold(quote.text)[:_QUOTE_TOLD] for quote in left])

    def published(self) -> str | None:
        """Return the date of publication found, as precise as the gold's."""
        if self.record is None or self.record.published is None:
            return None
        return self.record.published.value[: len(self.gold.published or "")]

    def title(self) -> str | None:
        """Return the title found."""
        return self.record.title.text if self.record and self.record.title else None

    def issuer(self) -> str | None:
        """Return the issuer found, by the gold's name if that is one of its names."""
        names = self._names_of(self.record.issuer if self.record else None)
        return self.gold.issuer if fold(self.gold.issuer) in names else " / ".join(sorted(names)) or None

    def _annotated(self, label: str) -> list[GoldMention]:
        return [mention for mention in self.gold.mentions if mention.label == label]

    def _text(self, mention: GoldMention) -> str:
        return self.gold.text[mention.start : mention.end]

    def _counts(self, mention: Mention) -> bool:
        """Tell whether a mention stands where it is right or wrong, and not both."""
        return not any(mention.start < end and start < mention.end for start, end in self.optional)

    def _names_of(self, entity: str | None) -> set[str]:
        return self.known_as.get(entity or "", set())

    def _is_role(self, relation: Relation, person: str, role: str, organisation: str | None) -> bool:
        owner = self._names_of(relation.object)
        held = fold(person) in self._names_of(relation.subject) and alike(role, relation.value or "")
        return held and (fold(organisation) in owner if organisation else not owner)


def _known_as(record: Record) -> dict[str, set[str]]:
    """Return, for each entity id, all the names it goes by in the record, folded."""
    texts = {mention.id: mention.text for mention in record.mentions}
    out: dict[str, set[str]] = {}
    for entity in entities_of(record):
        names = {entity.name, *entity.aliases, *(texts[id] for id in entity.mentions)}
        if isinstance(entity, Organisation) and entity.acronym:
            names.add(entity.acronym)
        out[entity.id] = {fold(name) for name in names}
    return out


def _card(contact: Contact, listed: set[str]) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return name, numbers (without extension; a fax only where it is `listed`) and addresses of a contact, as compared."""
    numbers = [(phone.value.split(";")[0], phone.kind) for phone in contact.phones]
    phones = frozenset(number for number, kind in numbers if number in listed or kind != "fax")
    return unordered(contact.name), phones, frozenset(email.lower() for email in contact.emails)


def _begins_alike(quote: Quote, said: str) -> bool:
    """Tell whether a quotation and the words of the gold begin alike, one as far as the other goes."""
    found = fold(quote.text)
    return found.startswith(said[:_QUOTE_START]) or said.startswith(found[:_QUOTE_START])
