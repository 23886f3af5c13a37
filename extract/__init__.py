"""Structured, traceable records from French press releases.

>>> import extract
>>> pipeline = extract.load()                                  # doctest: +SKIP
>>> record = pipeline("Bruxelles, le 3 mars 2024 – …")         # doctest: +SKIP
>>> extract.frames([record])["mentions"]                       # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.batch.run import Options, Report, run
    from extract.config import Config
    from extract.pipeline import Pipeline, load
    from extract.reading import ReadError, ReadOptions
    from extract.tabular import frames
    from extract.types import Duplicate, Failure, Record, Source

_HOME = {
    "Config": "extract.config",
    "Duplicate": "extract.types",
    "Failure": "extract.types",
    "Options": "extract.batch.run",
    "Pipeline": "extract.pipeline",
    "ReadError": "extract.reading",
    "ReadOptions": "extract.reading",
    "Record": "extract.types",
    "Report": "extract.batch.run",
    "Source": "extract.types",
    "frames": "extract.tabular",
    "load": "extract.pipeline",
    "run": "extract.batch.run",
}

__all__ = [
    "Config",
    "Duplicate",
    "Failure",
    "Options",
    "Pipeline",
    "ReadError",
    "ReadOptions",
    "Record",
    "Report",
    "Source",
    "frames",
    "load",
    "run",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that `import extract` alone costs nothing."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'extract' has no attribute {name!r}")
