"""What a person typed → a configuration, a pipeline, a document; what cannot be used ends the command with exit code 2."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from extract.config import Config
    from extract.pipeline import Pipeline
    from extract.types import Source

USAGE = 2  # exit code of wrong usage, and of a run that cannot go on

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="A TOML file: stages, plugins, weights, rules, max_characters.", show_default=False),
]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="A TOML file of relation rules to add.", show_default=False)]
ReferenceOption = Annotated[
    str | None, typer.Option("--date", help="ISO date that relative dates resolve against.", show_default=False)
]
RegionOption = Annotated[
    str | None, typer.Option("--region", help="Country of phone numbers without prefix: FR, BE, CH…", show_default=False)
]


def usage(message: str) -> typer.Exit:
    """Say what was wrong; raise what is returned."""
    typer.echo(f"extract: {message}", err=True)
    return typer.Exit(USAGE)


def config_of(path: Path | None, rules: Path | None) -> Config:
    """Return the configuration of a file (the package's own where there is none), with a file of rules added."""
    import msgspec

    from extract.config import ConfigError, load

    try:
        config = load(path)
    except ConfigError as error:
        raise usage(str(error)) from error
    if rules is None:
        return config
    if not rules.is_file():
        raise usage(f"{rules}: there is no such file of rules")
    return msgspec.structs.replace(config, rules=str(rules))


def pipeline_of(path: Path | None, rules: Path | None) -> Pipeline:
    """Return the pipeline of a configuration file and a file of rules."""
    from extract.pipeline import UNUSABLE, Pipeline

    try:
        return Pipeline(config_of(path, rules))
    except UNUSABLE as error:
        raise usage(str(error)) from error


def document(file: str) -> Source:
    """Read the one document that a file holds."""
    from extract.reading import ReadError, ReadOptions, payloads, source
    from extract.types import Failure

    found = list(islice(payloads([file], ReadOptions()), 2))
    if len(found) != 1:
        raise usage(f"{file}: holds more than one document; name one")
    if isinstance(found[0], Failure):
        raise usage(f"{found[0].path}: {found[0].error} ({found[0].remedy})")
    try:
        return source(found[0])
    except ReadError as error:
        raise usage(f"{file}: {error}") from error
