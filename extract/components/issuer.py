"""The component `extract.issuer`: says which organisation speaks. It runs last, when entities and relations are settled."""

from __future__ import annotations

from msgspec.structs import replace
from spacy.language import Language
from spacy.tokens import Doc

from extract.components.registration import stage
from extract.draft import Draft, draft_of
from extract.issuer import issuer, with_its_kind
from extract.issuer.unnamed import Newcomer


class Issuer:
    """Weighs the evidence for each organisation of a document."""

    def __call__(self, doc: Doc) -> Doc:
        """Set `draft.issuer`; an issuer that no stage before has found joins the organisations."""
        draft = draft_of(doc)
        verdict = issuer(draft)
        draft.issuer = _admit(draft, verdict.newcomer) if verdict.newcomer else verdict.entity
        for k, held in enumerate(draft.organisations):
            if held.id == draft.issuer and (further := with_its_kind(held, draft.cleaned.text)):
                draft.organisations[k] = replace(held, aliases=tuple(dict.fromkeys((*held.aliases, *further))))
        return doc


def _admit(draft: Draft, newcomer: Newcomer) -> str:
    """Add an organisation to the draft, with those of its mentions that lie in no other; return its id there."""
    number = sum(len(group) for group in (draft.people, draft.organisations, draft.places)) + 1
    identity = f"e{number}"
    taken = bytearray(len(draft.cleaned.text))
    for mention in draft.mentions:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    free = [mention for mention in newcomer.mentions if not any(taken[mention.start : mention.end])]
    own = [replace(m, id=f"m{len(draft.mentions) + n}", entity=identity) for n, m in enumerate(free, 1)]
    draft.mentions = sorted([*draft.mentions, *own], key=lambda m: (m.start, m.end, m.kind))
    draft.organisations.append(replace(newcomer.organisation, id=identity, mentions=tuple(m.id for m in own)))
    return identity


@stage("extract.issuer")
def make(nlp: Language, name: str) -> Issuer:
    """Return the component."""
    return Issuer()
