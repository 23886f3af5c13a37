"""What a run may be told: a small typed configuration, read from TOML or made in Python."""

from __future__ import annotations

from pathlib import Path

import msgspec

STAGES = (
    "extract.zones",
    "extract.contacts",
    "extract.dates",
    "ner",
    "extract.names",
    "extract.acronyms",
    "extract.entities",
    "extract.cards",
    "extract.roles",
    "extract.quotes",
    "extract.relations",
    "extract.issuer",
)


class ConfigError(ValueError):
    """A configuration that cannot be used; the message names the file and the key."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pipeline's configuration.

    `stages`: the components in order, spaCy factories of your own included. `plugins`: modules to import first, which register
    them. `weights`: a folder of names weights in place of the ones in the package. `rules`: a TOML file of relations to add.
    `max_characters`: longer texts are refused.
    """

    stages: tuple[str, ...] = STAGES
    plugins: tuple[str, ...] = ()
    weights: str | None = None
    rules: str | None = None
    max_characters: int = 10_000_000


def load(path: Path | None) -> Config:
    """Read a configuration file; None gives the defaults. Raises ConfigError."""
    if path is None:
        return Config()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Config)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except msgspec.MsgspecError as error:
        raise ConfigError(f"{path}: {error}") from error
