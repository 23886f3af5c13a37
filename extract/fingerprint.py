"""All that decides what a record holds, in one hash: records of another fingerprint are never taken over from a run before."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

import msgspec

from extract import plugins
from extract.config import STAGES, Config

_READERS = ("pypdf", "python-docx", "warcio", "pyarrow")  # what they give of a file is its text
_LIBRARIES = ("spacy", "thinc", "numpy", "phonenumbers", "ftfy")


def versions() -> dict[str, str]:
    """Return the versions of everything that can change a record: Python reads mails and HTML entities, and folds letters."""
    found = {"python": python_version()}
    for name in ("communique-extract", *_LIBRARIES, *_READERS):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def fingerprint(config: Config) -> str:
    """Return a hash of the configuration, the files it names, its plugins, the versions, and the package itself.

    Raises ConfigError where there is no such plugin.
    """
    digest = sha256(msgspec.json.encode([config, versions()]))
    package = Path(__file__).parent
    named = [Path(name) for name in (config.rules, config.weights) if name]
    for root in [package, *named]:
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and "__pycache__" not in path.parts:  # Python writes there while a run is under way
                digest.update(str(path.relative_to(root)).encode())
                digest.update(path.read_bytes())
    for path in plugins.files(config.plugins, [stage for stage in config.stages if stage not in STAGES]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
