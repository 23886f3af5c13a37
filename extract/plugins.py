"""Modules of a user's own that register components: found, imported, and the files that decide what they do."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from extract.config import ConfigError


def load(modules: Sequence[str]) -> None:
    """Import modules, installed or in the current folder. Raises ConfigError."""
    _look_here(modules)
    for module in modules:
        try:
            import_module(module)
        except ModuleNotFoundError as error:
            raise ConfigError(f"plugins: {module}: {error}; install it, or run in the folder that holds it") from error


def files(modules: Sequence[str], stages: Sequence[str]) -> Iterator[Path]:
    """Yield the source files, sorted, of some modules and of the modules that entry points name for some stages.

    Of a module in a package these are all of its package, since it may use the modules beside it. Raises ConfigError.
    """
    _look_here(modules)
    found = entry_points(group="spacy_factories") if stages else ()
    for module in (*modules, *(point.module for point in found if point.name in stages)):
        try:
            spec = find_spec(module)
        except ModuleNotFoundError:  # of the package that it is said to be in
            spec = None
        if spec is None or spec.origin is None:
            raise ConfigError(f"plugins: {module}: there is no such module; install it, or run in the folder that holds it")
        origin = Path(spec.origin)
        yield from sorted(origin.parent.rglob("*.py")) if spec.parent else (origin,)


def _look_here(modules: Sequence[str]) -> None:
    here = str(Path.cwd())
    if modules and here not in sys.path:
        sys.path.append(here)  # last, so that nothing installed is shadowed; a console script does not look there by itself
