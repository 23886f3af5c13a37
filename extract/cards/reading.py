"""From a document's settled mentions and zones to its contact cards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from msgspec.structs import replace

from extract.cards import blocks, running, words
from extract.cards.assembling import Assembler
from extract.cards.card import Card, split, title
from extract.cards.parts import Column, Part, lines, name_key
from extract.cards.placed import Placed
from extract.lexicons import either
from extract.lexicons import words as listed
from extract.naming.vocabulary import vocabulary
from extract.normalise import numbering, phones
from extract.normalise.addresses import one_line
from extract.normalise.emails import address
from extract.normalise.names import key
from extract.resolve.people import parts
from extract.types import Contact, Mention, Organisation, Person, Phone, Place, Relation, Zone

_HEADER = 100  # characters of a sender's name in a mail's header, and the word before it
CHANNELS = ("PHONE", "EMAIL", "URL", "ADDRESS")


@dataclass(slots=True)
class Known:
    """What the stages before have settled about a document."""

    text: str
    mentions: Sequence[Mention]
    people: Sequence[Person] = ()
    organisations: Sequence[Organisation] = ()
    places: Sequence[Place] = ()
    zones: Sequence[Zone] = ()
    column: Column | None = None  # the column of a character in the raw text, where its layout is kept


@dataclass(slots=True)
class Found:
    """What the cards of a document say: contacts, roles, and the people whom only a card names, with their mentions."""

    contacts: list[Contact] = field(default_factory=list)
    roles: list[Relation] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


def read(known: Known) -> Found:
    """Return the contact cards of a document and what follows from them."""
    found = Found()
    channels = [m for m in known.mentions if m.kind in CHANNELS and m.rule != "phone.short"]
    if not any(m.kind in ("PHONE", "EMAIL") for m in channels):
        return found
    names = Placed(m for m in known.mentions if m.kind in ("PER", "ORG"))
    placed = Placed(channels)
    cards: list[Card] = []
    for start, end, stacked in blocks.find(known.text, known.zones, placed):
        inside = [c for c in placed.between(start, end) if not blocks.is_robot(c)]
        around = names.between(start, end)
        if stacked:
            cards += Assembler(known.text, known.column).read(lines(known.text, start, end, inside, around, known.column))
        else:
            cards += running.read(known.text, start, end, inside, around)
    people = _People(known, found)
    contacts = _merged([_contact(known, people, *pair) for card in cards for pair in split(card)])
    contacts = _without_letterhead(contacts, known.zones)
    senders = _senders(known)
    found.contacts = [_with_senders_address(senders, contact) for contact in contacts]
    found.roles = [role for contact in found.contacts for role in _role(contact)]
    return found


def _contact(known: Known, people: _People, part: Part | None, card: Card) -> Contact:
    """Return the contact of one person of a card, or of its desk."""
    name = part.text if part is not None else None
    if name is None and card.desk is not None and not card.nameless:
        name = title(card.desk)
    desk = card.organisation if card.organisation is not None and card.organisation.kind == "desk" else None
    purpose = part is not None and desk is not None and words.is_purpose(desk.text)
    organisation = None if purpose else title(card.organisation)
    seen = {c.value: c for c in card.channels if c.kind == "PHONE" and c.value}
    return Contact(
        person=people.of(part, card) if part is not None else None,
        organisation=_organisation(known, card, organisation),
        name=name,
        organisation_name=organisation,
        role=card.roles[part.start].text if part is not None and part.start in card.roles else None,
        phones=tuple(_phone(c) for c in seen.values()),
        emails=tuple(dict.fromkeys(address(c.value) for c in card.channels if c.kind == "EMAIL" and c.value)),
        urls=tuple(dict.fromkeys(c.value for c in card.channels if c.kind == "URL" and c.value)),
        address=next((one_line(c.text) for c in card.channels if c.kind == "ADDRESS"), None),
        start=min([card.start, *([part.start] if part else [])]),
        end=max(card.end, card.start + 1),
        rule="card.person" if part is not None else "card.desk",
        confidence=0.9,
        mentions=tuple(c.id for c in card.channels),
    )


def _phone(mention: Mention) -> Phone:
    value = mention.value or ""
    extension = phones.extension(mention.text)
    return Phone(f"{value};ext={extension}" if extension else value, numbering.kind(value, mention.rule), mention.id)


class _People:
    """The people of a document by place and by name; those whom only its cards name are added to what was found."""

    def __init__(self, known: Known, found: Found) -> None:
        self._mentions = Placed(known.mentions)
        self._by_name: dict[frozenset[str], str] = {}
        for person in known.people:
            self._by_name.setdefault(name_key(person.name), person.id)
        self._found = found
        entities = [p.id for p in known.people] + [o.id for o in known.organisations] + [p.id for p in known.places]
        self._entity = _last(entities)
        self._mention = _last(m.id for m in known.mentions)

    def of(self, part: Part, card: Card) -> str | None:
        """Return the entity of a person: the mention at that place, the person of that name, or a new one."""
        inside = self._mentions.touching(part.start, part.end)
        for mention in inside:
            if mention.kind == "PER" and mention.entity:
                return mention.entity
        same = self._by_name.get(name_key(part.text))
        return same if same is not None or inside or not card.reachable() else self._add(part)

    def _add(self, part: Part) -> str:
        """Add a person whom only a card names; the numbers go on from the last ones of the document."""
        self._entity += 1
        self._mention += 1
        person, mention = f"e{self._entity}", f"m{self._mention}"
        given, family = parts(part.text, vocabulary())
        self._found.mentions.append(Mention(mention, "PER", part.start, part.end, part.text, None, person, "name.card", 0.9))
        self._found.people.append(Person(person, part.text, given or None, family or None, (mention,)))
        self._by_name.setdefault(name_key(part.text), person)
        return person


def _last(names: Iterable[str]) -> int:
    """Return the highest number of names such as `e12`."""
    return max((int(name[1:]) for name in names if name[1:].isdigit()), default=0)


def _without_letterhead(contacts: Sequence[Contact], zones: Sequence[Zone]) -> list[Contact]:
    """Leave out what stands above the headline without a name, where the text names whom to contact."""
    top = next((zone.start for zone in zones if zone.kind == "title"), 0)
    if all(contact.name is None for contact in contacts):
        return list(contacts)
    return [contact for contact in contacts if contact.name is not None or contact.end > top]


@cache
def _sender() -> re.Pattern[str]:
    return re.compile(rf"(?m)^(?:{either(listed('cards/sender_fields.txt'))})[ ]?:[ ]?\"?([^\"<>\n]{{3,60}}?)\"?[ ]?<$")


def _senders(known: Known) -> dict[frozenset[str], Mention]:
    """Return the addresses that mails were sent from, by the name of the sender."""
    found: dict[frozenset[str], Mention] = {}
    for mention in known.mentions:
        if mention.kind == "EMAIL" and mention.value:
            sender = _sender().search(known.text, max(0, mention.start - _HEADER), mention.start)
            if sender:
                found.setdefault(name_key(sender.group(1)), mention)
    return found


def _with_senders_address(senders: dict[frozenset[str], Mention], contact: Contact) -> Contact:
    """Give the person who signs a mail without an address the one it was sent from."""
    mention = senders.get(name_key(contact.name)) if contact.name is not None and not contact.emails else None
    if mention is None:
        return contact
    return replace(contact, emails=(address(mention.value or ""),), mentions=(*contact.mentions, mention.id))


def _organisation(known: Known, card: Card, name: str | None) -> str | None:
    """Return the entity of an organisation: the mention at its place, or the organisation of that name."""
    part = card.organisation
    if part is None or name is None:
        return None
    wanted = key(name)
    for organisation in known.organisations:
        if wanted in {key(n) for n in (organisation.name, organisation.acronym or "", *organisation.aliases)}:
            return organisation.id
    for mention in known.mentions:
        if mention.kind == "ORG" and mention.entity and mention.start < part.end and part.start < mention.end:
            return mention.entity
    return None


def _merged(contacts: Sequence[Contact]) -> list[Contact]:
    """Join the cards of one person or desk, leave out those that reach nobody and those that only repeat."""
    out: list[Contact] = []
    by_key: dict[object, list[int]] = {}
    for contact in contacts:
        if not (contact.phones or contact.emails):
            continue
        alike = sorted({i for told in _keys(contact) for i in by_key.get(told, ())})
        same = next((i for i in alike if _same(out[i], contact)), len(out))
        if same == len(out):
            out.append(contact)
        else:
            out[same] = _joined(out[same], contact)
        for told in _keys(contact):
            if same not in by_key.setdefault(told, []):
                by_key[told].append(same)
    named = [c for c in out if c.name is not None]
    reached = {p.value for c in named for p in c.phones} | {e for c in named for e in c.emails}
    return [c for c in out if c.name is not None or not {*(p.value for p in c.phones), *c.emails} <= reached]


def _keys(contact: Contact) -> list[object]:
    """Return what a card can be known again by: its name, or without one each of its numbers and addresses."""
    return [*(p.value for p in contact.phones), *contact.emails] if contact.name is None else [name_key(contact.name)]


def _same(one: Contact, other: Contact) -> bool:
    if one.name is None or other.name is None:
        shared = {p.value for p in one.phones} & {p.value for p in other.phones} or set(one.emails) & set(other.emails)
        apart = one.organisation_name and other.organisation_name and key(one.organisation_name) != key(other.organisation_name)
        return one.name is other.name and bool(shared) and not apart
    if (one.rule == "card.person") != (other.rule == "card.person"):
        return False
    return name_key(one.name) == name_key(other.name)


def _joined(one: Contact, other: Contact) -> Contact:
    known = {p.value for p in one.phones}
    return Contact(
        person=one.person or other.person,
        organisation=one.organisation or other.organisation,
        name=one.name,
        organisation_name=one.organisation_name or other.organisation_name,
        role=one.role or other.role,
        phones=one.phones + tuple(p for p in other.phones if p.value not in known),
        emails=tuple(dict.fromkeys(one.emails + other.emails)),
        urls=tuple(dict.fromkeys(one.urls + other.urls)),
        address=one.address or other.address,
        start=one.start,
        end=one.end,
        rule=one.rule,
        confidence=max(one.confidence, other.confidence),
        mentions=tuple(dict.fromkeys(one.mentions + other.mentions)),
    )


def _role(contact: Contact) -> list[Relation]:
    if contact.person is None or contact.role is None:
        return []
    return [Relation("role", contact.person, contact.organisation, contact.role, contact.start, contact.end, "role.card", 0.9)]
