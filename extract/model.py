"""Builds the spaCy pipeline: French tokenizer, names model, and the components of the extractor in their order."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from spacy.language import Language

from extract.components.press import STAGE as PRESS
from extract.tokenizer import tokenizer

_NER = "ner"
_OWN, _HOME = "extract.", "extract.components."


class _French(Language):  # type: ignore[misc]
    """French without `spacy.lang.fr`, whose import costs seconds (see `extract.tokenizer`)."""

    lang = "fr"


def blank() -> Language:
    """Return an empty French pipeline with the fast tokenizer."""
    nlp = _French()
    nlp.tokenizer = tokenizer(nlp.vocab)
    return nlp


def build(stages: Sequence[str], weights: Path | None = None, rules: str | None = None) -> Language:
    """Return a pipeline with the named components in order.

    A stage is the name of a spaCy factory (ours are entry points, so are those of other packages). `ner` is the names model;
    `weights` is a folder of weights to use in place of those of the package. `rules` is a file of relations to add.
    """
    nlp = blank()
    for stage in stages:
        if stage == _NER:
            nlp.add_pipe(PRESS, name=_NER, config={"weights": str(weights) if weights else None})
        else:
            if stage.startswith(_OWN):  # works from a checkout too, where no entry point is installed
                import_module(_HOME + stage.removeprefix(_OWN))
            nlp.add_pipe(stage, config={"rules": rules} if rules and stage == "extract.relations" else {})
    return nlp
