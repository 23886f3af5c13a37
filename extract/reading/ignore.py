"""`.extractignore`: what lies in a folder beside its documents, named in the manner of `.gitignore`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pathspec import GitIgnoreSpec

NAME = ".extractignore"


def ignored(folder: Path) -> Callable[[Path], bool]:
    """Return what tells whether an entry of a folder is left out of a walk through it. Raises OSError."""
    file = folder / NAME
    if not file.is_file():
        return lambda _entry: False
    spec = GitIgnoreSpec.from_lines(file.read_text(encoding="utf-8", errors="replace").splitlines())
    return lambda entry: spec.match_file(entry.name + ("/" if entry.is_dir() else ""))
