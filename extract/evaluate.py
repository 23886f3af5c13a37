"""Score the pipeline against annotated documents: one precision, recall and F for each measure.

A gold file holds one document a line: its raw text, its annotated mentions (offsets in that text; label `OPT` marks what counts
neither way) and its record-level truth. `layers` names what is annotated, where not all of it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from html import unescape
from pathlib import Path

import msgspec
from msgspec import Struct, field

from extract.pipeline import Pipeline
from extract.reading import Payload, ReadError, source
from extract.types import Failure, Hint, Mention, Organisation, Record, entities_of

NAMES = ("PER", "ORG", "LOC")
LAYERS = (*NAMES, "DATE", "contacts", "roles", "acronyms", "quotes", "published", "title", "issuer")
ROLE_OVERLAP = 0.5  # share of words that two wordings of one role have in common
QUOTE_WORDS = 40  # characters by which two wordings of one quotation are recognised


class GoldError(ValueError):
    """A gold file that cannot be used; the message names file and line."""


class GoldMention(Struct, frozen=True):
    """One annotated stretch of the raw text."""

    start: int
    end: int
    label: str
    value: str | None = None
    value_alt: tuple[str, ...] = ()


class GoldContact(Struct, frozen=True):
    """One person or desk to contact."""

    name: str | None = None
    organisation: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


class Gold(Struct, frozen=True):
    """One annotated document."""

    slug: str
    file: str
    text: str
    mentions: tuple[GoldMention, ...]
    published: str | None = None
    title: str | None = None
    issuer: str | None = None
    region: str | None = None
    layers: tuple[str, ...] = LAYERS
    contacts: tuple[GoldContact, ...] = ()
    roles: tuple[tuple[str, str, str | None], ...] = ()
    acronyms: tuple[tuple[str, str], ...] = ()
    quotes: tuple[tuple[str | None, str], ...] = ()


class Score(Struct):
    """Hits, false alarms and misses of one measure, with the errors told."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, slug: str, gold: Iterable[Hashable], found: Iterable[Hashable]) -> None:
        """Count two collections against each other, each thing as often as it stands there."""
        expected, got = Counter(gold), Counter(found)
        hit = expected & got
        self.hits += hit.total()
        self.missed += (expected - hit).total()
        self.wrong += (got - hit).total()
        self.errors += [f"{slug}: missed {thing}" for thing in (expected - hit)]
        self.errors += [f"{slug}: wrong {thing}" for thing in (got - hit)]

    @property
    def precision(self) -> float:
        """Share of what was found that is right, in per cent."""
        return 100 * self.hits / (self.hits + self.wrong) if self.hits else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found, in per cent."""
        return 100 * self.hits / (self.hits + self.missed) if self.hits else 0.0

    @property
    def f(self) -> float:
        """Harmonic mean of precision and recall, in per cent."""
        return 200 * self.hits / (2 * self.hits + self.wrong + self.missed) if self.hits else 0.0


Scores = dict[str, Score]


def read_gold(path: Path) -> list[Gold]:
    """Read a gold file, or the `gold.jsonl` of a folder. Raises GoldError naming the line that is wrong."""
    file = path / "gold.jsonl" if path.is_dir() else path
    documents = []
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        try:
            documents.append(msgspec.json.decode(line, type=Gold))
        except msgspec.MsgspecError as error:
            raise GoldError(f"{file}:{number}: {error}") from error
    return documents


def evaluate_file(path: Path, pipeline: Pipeline) -> Scores:
    """Run the pipeline on the documents of a gold file and score what it makes of them."""
    documents = read_gold(path)
    folder = path if path.is_dir() else path.parent
    results = pipeline.pipe(_payload(gold, folder) for gold in documents)
    scores: Scores = {}
    for gold, result in zip(documents, results, strict=True):
        compare(gold, None if isinstance(result, Failure) else result, scores)
    return scores


def _payload(gold: Gold, folder: Path) -> Payload:
    """Return the annotated file itself where it lies beside its gold, else its text."""
    hints = (Hint("region", gold.region, "column"),) if gold.region else ()
    file = folder / gold.file
    if file.is_file():
        payload = Payload(gold.file, file.read_bytes(), None, hints)
        try:
            if source(payload).text == gold.text:
                return payload
        except ReadError:
            pass  # the text that was annotated is scored instead
    published = (Hint("published", gold.published, "column"),) if gold.published and "published" not in gold.layers else ()
    return Payload(gold.file, gold.text.encode(), None, (*hints, *published))


def compare(gold: Gold, record: Record | None, scores: Scores) -> None:
    """Add one document to the scores; no record is a record with nothing in it."""
    truth = _Truth(gold, record)
    for kind in NAMES:
        if kind in gold.layers:
            truth.names(kind, scores)
    for layer in ("DATE", "CHANNELS", "contacts", "roles", "acronyms", "quotes"):
        if layer in gold.layers:
            getattr(truth, layer.lower())(scores)
    for layer in ("published", "title", "issuer"):
        if layer in gold.layers and getattr(gold, layer) is not None:
            truth.single(layer, getattr(gold, layer), scores)


class _Truth:
    """One document's gold beside its record."""

    def __init__(self, gold: Gold, record: Record | None) -> None:
        self.gold, self.record = gold, record
        self.mentions: Sequence[Mention] = record.mentions if record else ()
        self.optional = [(m.start, m.end) for m in gold.mentions if m.label == "OPT"]
        self.known_as = _known_as(record) if record else {}

    def _add(self, scores: Scores, measure: str, gold: Iterable[Hashable], found: Iterable[Hashable]) -> None:
        scores.setdefault(measure, Score()).add(self.gold.slug, gold, found)

    def _counts(self, mention: Mention) -> bool:
        return not any(mention.start < end and start < mention.end for start, end in self.optional)

    def _surface(self, mention: GoldMention) -> str:
        return fold(self.gold.text[mention.start : mention.end])

    def names(self, kind: str, scores: Scores) -> None:
        """Mentions by exact place, and the set of distinct names."""
        expected = [m for m in self.gold.mentions if m.label == kind]
        found = [m for m in self.mentions if m.kind == kind and self._counts(m)]
        places = [(m.start, m.end, self.gold.text[m.start : m.end]) for m in expected]
        got = [(m.start, m.end, m.text) for m in found]
        for measure in (f"mention {kind}", "mention all"):
            self._add(scores, measure, places, got)
        for measure in (f"name {kind}", "name all"):
            self._add(scores, measure, {(kind, self._surface(m)) for m in expected}, {(kind, fold(m.text)) for m in found})

    def date(self, scores: Scores) -> None:
        """Dates found (any overlap), by exact place, and by value."""
        expected = [m for m in self.gold.mentions if m.label == "DATE"]
        left = [m for m in self.mentions if m.kind == "DATE"]
        self._add(scores, "date exact", [(m.start, m.end) for m in expected], [(m.start, m.end) for m in left])
        for gold in expected:
            match = next((m for m in left if m.start < gold.end and gold.start < m.end), None)
            here = (gold.start, self.gold.text[gold.start : gold.end])
            self._add(scores, "date found", [here], [here] if match else [])
            if gold.value is not None:
                right = match is not None and (
                    match.value in (gold.value, *gold.value_alt) or _same_days(gold.value, match.value)
                )
                got = gold.value if right else match and match.value
                self._add(scores, "date value", [(*here, gold.value)], [(*here, got)] if match else [])
            if match:
                left.remove(match)
        extra = [(m.start, m.text) for m in left if self._counts(m)]
        self._add(scores, "date found", [], extra)

    def channels(self, scores: Scores) -> None:
        """Phone numbers and e-mail addresses by value, web and postal addresses by exact place."""
        for kind in ("PHONE", "EMAIL"):
            expected = [m.value for m in self.gold.mentions if m.label == kind and m.value]
            self._add(scores, f"channel {kind}", expected, [m.value for m in self.mentions if m.kind == kind])
        for kind in ("URL", "ADDRESS"):
            places = [(m.start, m.end) for m in self.gold.mentions if m.label == kind]
            self._add(scores, f"channel {kind}", places, [(m.start, m.end) for m in self.mentions if m.kind == kind])

    def contacts(self, scores: Scores) -> None:
        """Cards that are right as a whole, and single channels tied to the right card."""
        listed = {phone for contact in self.gold.contacts for phone in contact.phones}
        expected = [
            (_unordered(c.name), frozenset(c.phones), frozenset(e.lower() for e in c.emails)) for c in self.gold.contacts
        ]
        found = [
            (
                _unordered(c.name),
                frozenset(n for p in c.phones if (n := p.value.split(";")[0]) in listed or p.kind != "fax"),
                frozenset(e.lower() for e in c.emails),
            )
            for c in (self.record.contacts if self.record else ())
        ]
        found = [card for card in found if card[1] or card[2] or card[0] in {name for name, _, _ in expected}]
        self._add(scores, "contact whole", expected, found)
        self._add(
            scores,
            "contact channel",
            [(name, channel) for name, phones, emails in expected for channel in phones | emails],
            [(name, channel) for name, phones, emails in found for channel in phones | emails],
        )

    def roles(self, scores: Scores) -> None:
        """Person, role (by shared words) and organisation together."""
        left = [r for r in (self.record.relations if self.record else ()) if r.kind == "role"]
        hits = []
        for person, role, organisation in self.gold.roles:
            for relation in left:
                owner = self.known_as.get(relation.object or "", set())
                if (
                    fold(person) in self.known_as.get(relation.subject or "", set())
                    and _alike(role, relation.value or "")
                    and (fold(organisation) in owner if organisation else not owner)
                ):
                    hits.append((person, role, organisation))
                    left.remove(relation)
                    break
        names = {id: min(names) for id, names in self.known_as.items() if names}
        extra = [(names.get(r.subject or ""), r.value, names.get(r.object or "")) for r in left]
        self._add(scores, "role", self.gold.roles, [*hits, *extra])

    def acronyms(self, scores: Scores) -> None:
        """Pairs of short and long form."""
        expected = {(fold(short), fold(long)) for short, long in self.gold.acronyms}
        found = set()
        for relation in self.record.relations if self.record else ():
            if relation.kind == "acronym":
                short = fold(relation.value)
                longs = self.known_as.get(relation.object or "", set()) - {short}
                found.add(
                    next(
                        ((short, long) for long in sorted(longs) if (short, long) in expected),
                        (short, " / ".join(sorted(longs))),
                    )
                )
        self._add(scores, "acronym", expected, found)

    def quotes(self, scores: Scores) -> None:
        """Quotations by their first words, and with their speaker."""
        left = list(self.record.quotes) if self.record else []
        for speaker, words in self.gold.quotes:
            said = fold(words)
            match = next(
                (q for q in left if fold(q.text).startswith(said[:QUOTE_WORDS]) or said.startswith(fold(q.text)[:QUOTE_WORDS])),
                None,
            )
            self._add(scores, "quote found", [said], [said] if match else [])
            speakers = self.known_as.get((match and match.speaker) or "", set())
            right = match and (fold(speaker) in speakers if speaker else not match.speaker)
            self._add(
                scores, "quote speaker", [(speaker, said)], [(speaker, said)] if right else [("?", said)] if match else []
            )
            if match:
                left.remove(match)
        self._add(scores, "quote found", [], [fold(q.text)[:60] for q in left])

    def single(self, layer: str, expected: str, scores: Scores) -> None:
        """A value that a document has one of."""
        got: str | None = None
        if self.record and layer == "issuer":
            names = self.known_as.get(self.record.issuer or "", set())
            got = expected if fold(expected) in names else " / ".join(sorted(names)) or None
        elif self.record and layer == "title":
            got = self.record.title.text if self.record.title else None
        elif self.record:
            got = self.record.published.value[: len(expected)] if self.record.published else None
        self._add(scores, layer, [fold(expected)], [fold(got)] if got else [])


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


def _same_days(one: str, other: str | None) -> bool:
    """Tell whether two values name the same days, one as a range and one as a list."""
    first, second = _DAY.findall(one), _DAY.findall(other or "")
    return len(first) > 1 and len(second) > 1 and (first[0], first[-1]) == (second[0], second[-1])


def _alike(one: str, other: str) -> bool:
    a, b = (set(re.findall(r"\w+", fold(text))) for text in (one, other))
    return bool(a) and len(a & b) >= ROLE_OVERLAP * len(a | b)


def _unordered(name: str | None) -> str:
    """A name by its words alone: `MARTIN Jean-Luc` is `Jean-Luc Martin`."""
    return " ".join(sorted(re.findall(r"\w+", fold(name))))


_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!T)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\ufeff]")
_ARTICLE = re.compile(r"(?:les?|la|l'|une?|des|du|de la|de l'|d')\s?(?=.{3})")


def fold(text: str | None) -> str:
    """Return a surface as compared: without markup, line-end hyphens, accents, case, outer punctuation or leading article."""
    text = unescape(re.sub(r"<[^<>]{1,200}>", "", text or ""))
    text = _INVISIBLE.sub("", re.sub(r"(?<=[a-zà-ÿ])-\r?\n(?=[a-zà-ÿ])", "", text))
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe").casefold())
    text = " ".join("".join(c for c in text if not unicodedata.combining(c)).split()).strip(" .,;:«»\"'()")
    return _ARTICLE.sub("", text, count=1) if len(text) > 4 and _ARTICLE.match(text) else text


def report(scores: Scores, *, errors: int = 0, json: bool = False) -> str:
    """Return the scores as lines to read, or as JSON."""
    if json:
        rows = {
            name: {"P": round(s.precision, 1), "R": round(s.recall, 1), "F": round(s.f, 1), "n": s.hits + s.missed}
            for name, s in scores.items()
        }
        return msgspec.json.encode(rows).decode() + "\n"
    lines = []
    for name, score in scores.items():
        counts = f"P {score.precision:5.1f}  R {score.recall:5.1f}  F {score.f:5.1f}  n {score.hits + score.missed}"
        lines += [f"{name:<18} {counts}", *(f"    {error}" for error in score.errors[:errors])]
    return "\n".join(lines) + "\n"
