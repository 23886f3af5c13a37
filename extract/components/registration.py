"""Registers the stages with spaCy under the names of this package: `nlp.add_pipe("extract.dates")`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from spacy.language import Language
from spacy.util import registry

Factory = TypeVar("Factory", bound=Callable[..., object])


def stage(name: str, **defaults: object) -> Callable[[Factory], Factory]:
    """Register a factory as a spaCy component; `defaults` are the default values of its own arguments.

    spaCy's decorator allows no dot in a name, because it sets languages apart by one. Its registry has no such limit, so the
    factory is registered without the dot first and then entered under its full name.
    """

    def register(factory: Factory) -> Factory:
        plain = name.replace(".", "_")
        Language.factory(plain, default_config=defaults, func=factory)
        Language.set_factory_meta(name, Language.get_factory_meta(plain))
        registry.factories.register(name, func=registry.factories.get(plain))
        return factory

    return register
