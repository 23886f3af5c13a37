"""The stages of names inside a spaCy pipeline of one's own."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extract.components import spans
from extract.draft import draft_of
from extract.model import build
from extract.types import Candidate


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(["extract.names", "extract.entities"])


def test_without_a_model_the_rules_still_find_names(nlp: Language) -> None:
    draft = draft_of(nlp("M. Jean Martin a reçu l'Organisation mondiale de la santé à Dakar. Martin est venu de Belgique."))
    assert [(m.kind, m.text) for m in draft.mentions] == [
        ("PER", "Jean Martin"),
        ("ORG", "Organisation mondiale de la santé"),
        ("LOC", "Dakar"),
        ("PER", "Martin"),
        ("LOC", "Belgique"),
    ]
    assert [person.mentions for person in draft.people] == [("m1", "m4")]
    assert draft.organisations[0].acronym == "OMS"
    assert [(place.country, place.geonames) for place in draft.places] == [("SN", 2253354), ("BE", 2802361)]


def test_foreign_spans_compete_with_ours(nlp: Language) -> None:
    doc = nlp.make_doc("Le projet Zorglub de Dakar avance.")
    spans.put(doc, "my.ruler", [Candidate("ORG", 10, 17, "my.rule"), Candidate("PRODUCT", 3, 26, "my.product")])
    for _, component in nlp.pipeline:
        doc = component(doc)
    mentions = draft_of(doc).mentions
    assert [(m.kind, m.text, m.rule) for m in mentions] == [("ORG", "Zorglub", "my.rule"), ("LOC", "Dakar", mentions[1].rule)]


def test_spans_of_the_names_stage_carry_rules(nlp: Language) -> None:
    doc = nlp("Mme Aminata Diallo parle.")
    assert [(s.label_, s.text, s.id_) for s in doc.spans["extract.names"] if s.id_ == "person.honorific"] == [
        ("PER", "Aminata Diallo", "person.honorific")
    ]
