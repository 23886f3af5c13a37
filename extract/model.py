"""Builds the spaCy pipeline: French tokenizer, names model, and the components of the extractor in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from spacy.language import Language
from spacy.util import registry

from extract.components.press import STAGE as PRESS
from extract.config import STAGES, ConfigError
from extract.tokenizer import tokenizer

_NER = "ner"
_HOME = "extract.components."


class _French(Language):  # type: ignore[no-untyped-call]
    """French without `spacy.lang.fr`, whose import costs seconds (see `extract.tokenizer`)."""

    lang = "fr"


def blank() -> Language:
    """Return an empty French pipeline with the fast tokenizer."""
    with _plugins_left_alone():
        nlp = _French()
    nlp.tokenizer = tokenizer(nlp.vocab)
    return nlp


def build(stages: Sequence[str], weights: Path | None = None, rules: str | None = None) -> Language:
    """Return a pipeline with the named components in order.

    A stage is the name of a spaCy factory (ours are entry points, so are those of other packages). `ner` is the names model;
    `weights` is a folder of weights to use in place of those of the package. `rules` is a file of relations to add.
    Raises ConfigError where nothing registers a stage.
    """
    nlp = blank()
    for stage in stages:
        if stage == _NER:
            nlp.add_pipe(PRESS, name=_NER, config={"weights": str(weights) if weights else None})
        else:
            _find(stage)
            if not nlp.has_factory(stage):
                raise ConfigError(f"stages: no component is called {stage}; name the module that registers it under plugins")
            nlp.add_pipe(stage, config={"rules": rules} if rules and stage == "extract.relations" else {})
    return nlp


def _find(stage: str) -> None:
    """Import the module that registers a component: ours by its name (a checkout has no entry points), others' by theirs."""
    if stage in STAGES:
        import_module(_HOME + stage.removeprefix("extract."))
    else:
        registry._entry_point_factories.get_entry_point(stage)


@contextmanager
def _plugins_left_alone() -> Iterator[None]:
    """Keep spaCy from importing all components installed beside ours, which can cost seconds; see `_find`."""
    plugins = registry._entry_point_factories
    before, plugins.entry_points = plugins.entry_points, False
    try:
        yield
    finally:
        plugins.entry_points = before
