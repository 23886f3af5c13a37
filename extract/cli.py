"""Words typed by a person → the calls that do the work, and what came of it back to the terminal."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extract.arguments import ConfigOption, ReferenceOption, RegionOption, RulesOption, config_of, document, pipeline_of, usage

app = typer.Typer(
    name="extract",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Turn raw French press releases into structured records: names, dates, contacts, roles, quotes, each traceable to "
    "its characters in the raw file.\n\nStart with `extract run FOLDER -o outputs`.",
)

SOME_FAILED, INTERRUPTED = 1, 130  # exit codes; 2 is wrong usage


class Csv(StrEnum):
    """The form of the CSV tables."""

    plain = "plain"
    excel = "excel"


class Engine(StrEnum):
    """Where the workers run."""

    local = "local"
    dask = "dask"


class Near(StrEnum):
    """What to do with near-duplicates."""

    off = "off"
    keep = "keep"
    skip = "skip"


@app.command()
def run(
    inputs: Annotated[
        list[str],
        typer.Argument(help="Files, folders, globs, archives, tables (.jsonl, .csv, .parquet), URLs, or - for standard input."),
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", help="The output folder, or a URL such as s3://bucket/folder.")
    ] = "outputs",
    workers: Annotated[int, typer.Option("--workers", "-w", min=0, help="Worker processes; 0: one a processor core.")] = 0,
    text_field: Annotated[str, typer.Option(help="Column of a table that holds the text.")] = "text",
    id_field: Annotated[str | None, typer.Option(help="Column that names the row.", show_default=False)] = None,
    date_field: Annotated[
        str | None, typer.Option(help="Column with the date that relative dates resolve against.", show_default=False)
    ] = None,
    region_field: Annotated[
        str | None, typer.Option(help="Column with the default country of phone numbers (FR, BE…).", show_default=False)
    ] = None,
    csv: Annotated[
        Csv, typer.Option("--csv", help="plain: RFC 4180. excel: semicolons and BOM, formulas made inert.")
    ] = Csv.plain,
    pretty: Annotated[bool, typer.Option("--pretty", help="Write records.json, indented, as well.")] = False,
    near_duplicates: Annotated[
        Near, typer.Option(help="Find texts republished with small changes: list them (keep) or leave them out (skip).")
    ] = Near.off,
    force: Annotated[bool, typer.Option("--force", help="Start over; reuse nothing of an earlier run.")] = False,
    time_limit: Annotated[float, typer.Option(min=1, help="Seconds one document may take.")] = 120.0,
    memory_limit: Annotated[int, typer.Option(min=500, help="Megabytes one worker may use.")] = 4000,
    engine: Annotated[Engine, typer.Option(help="dask: workers of a Dask cluster (extra `distributed`).")] = Engine.local,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of the Dask scheduler; none: a cluster on this machine.", show_default=False)
    ] = None,
    config: ConfigOption = None,
    rules: RulesOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Process documents into records.jsonl and CSV tables.

    Takes up where an interrupted run stopped; documents that have not changed are not processed again.

    Example: `extract run presse/ archives.zip -o outputs --workers 4`
    """
    from extract.batch.messages import SetupError, WorkerError
    from extract.batch.run import Options
    from extract.batch.run import run as run_all
    from extract.config import ConfigError
    from extract.reading import ReadOptions
    from extract.telling import log_to, progress, summary

    options = Options(
        workers=workers or os.cpu_count() or 1,
        time_limit=time_limit,
        memory_limit=memory_limit,
        dialect=csv.value,
        pretty=pretty,
        force=force,
        near_duplicates=near_duplicates.value,
        engine=engine.value,
        scheduler=scheduler,
    )
    reading = ReadOptions(text_field=text_field, id_field=id_field, date_field=date_field, region_field=region_field)
    settings = config_of(config, rules)
    if "://" not in out:
        try:
            log_to(Path(out))
        except OSError as error:
            raise usage(f"{out}: cannot be written ({error.strerror}); name another folder with -o") from error
    watch, finish = progress(quiet)
    try:
        report = run_all(inputs, out, config=settings, reading=reading, options=options, watch=watch)
    except KeyboardInterrupt:
        finish()
        typer.echo("interrupted: what was done is kept; run the same command to go on", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except (ConfigError, SetupError) as error:
        finish()
        raise usage(str(error)) from error
    except (WorkerError, OSError) as error:
        finish()
        raise usage(f"{error}; what was done is kept in {out}; run the same command to go on") from error
    finish()
    if not quiet:
        typer.echo(summary(report, out), err=True)
    raise typer.Exit(SOME_FAILED if report.failures else 0)


@app.command()
def text(
    words: Annotated[str, typer.Argument(help="The text of one communiqué; - reads standard input.")],
    reference: ReferenceOption = None,
    region: RegionOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the record as JSON.")] = False,
    config: ConfigOption = None,
    rules: RulesOption = None,
) -> None:
    """Show what one text holds, as a readable table.

    Example: `extract text "Liège, le 3 mars 2024. Contact : Anne Petit, 04 222 22 22"`
    """
    from extract.reading import ReadError

    made = sys.stdin.buffer.read().decode("utf-8", "replace") if words == "-" else words
    try:
        record = pipeline_of(config, rules)(made, reference=reference, region=region)
    except ReadError as error:
        raise usage(str(error)) from error
    if json:
        from extract.writing import jsonl

        _print(jsonl.pretty(jsonl.line(record)).decode() + "\n")
    else:
        from extract.show import show

        show(record)


@app.command()
def clean(file: Annotated[str, typer.Argument(help="A file, or - for standard input.")]) -> None:
    """Print a document's text as cleaned, which is what the stages see.

    Example: `extract clean communique.html`
    """
    from extract.cleaning import clean as clean_source

    _print(clean_source(document(file)).text + "\n")


@app.command()
def raw(file: Annotated[str, typer.Argument(help="A file, or - for standard input.")]) -> None:
    """Print the raw text that the offsets of a document's record refer to, character for character.

    Example: `extract raw communique.eml`
    """
    _print(document(file).text)


@app.command()
def explain(
    file: Annotated[str, typer.Argument(help="A file, or - for standard input.")],
    config: ConfigOption = None,
    rules: RulesOption = None,
) -> None:
    """Show each value of a document with its place, its zone, the rule that found it and how sure it is.

    Example: `extract explain communique.txt`
    """
    from extract.reading import ReadError
    from extract.show import explain as explain_record

    source = document(file)
    try:
        record = pipeline_of(config, rules)(source)
    except ReadError as error:
        raise usage(str(error)) from error
    explain_record(record, source.text)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="A gold file (.jsonl), or a folder that holds gold.jsonl.")],
    errors: Annotated[int, typer.Option(min=0, help="Errors to show for each measure.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    config: ConfigOption = None,
) -> None:
    """Score the pipeline against annotated documents, measure by measure.

    Example: `extract evaluate corpus --errors 5`
    """
    from extract.evaluate import GoldError, evaluate_file, report

    try:
        scores = evaluate_file(gold, pipeline_of(config, None))
    except (GoldError, OSError) as error:
        raise usage(str(error)) from error
    _print(report(scores, errors=errors, json=json))


@app.command()
def verify(folder: Annotated[Path, typer.Argument(help="The output folder of a run.")]) -> None:
    """Read the inputs of a run again and prove that every offset in its outputs is exact.

    Example: `extract verify outputs`
    """
    from extract.verify import VerifyError
    from extract.verify import verify as verify_folder

    try:
        check = verify_folder(folder)
    except (VerifyError, OSError) as error:
        raise usage(str(error)) from error
    for fault in check.wrong[:50]:
        typer.echo(fault)
    typer.echo(f"{check.documents} documents, {check.values} values checked, {len(check.wrong)} wrong")
    if check.gone:
        typer.echo(f"{check.gone} from standard input cannot be read again")
    raise typer.Exit(SOME_FAILED if check.wrong else 0)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record.

    Example: `extract schema > record.schema.json`
    """
    import msgspec

    from extract.writing import jsonl

    _print(msgspec.json.format(msgspec.json.encode(jsonl.schema()), indent=2).decode() + "\n")


@app.command()
def train(
    gold: Annotated[list[Path], typer.Argument(help="Gold files (.jsonl) with PER, ORG and LOC mentions.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the weights.")],
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
) -> None:
    """Make the names weights anew from annotated press text.

    Example: `extract train gold/*.jsonl -o weights` then `weights = "weights"` in the configuration.
    """
    from extract.train import train as train_weights

    try:
        train_weights(gold, out, seed=seed)
    except (ValueError, OSError) as error:
        raise usage(str(error)) from error


def main() -> None:
    """Run the command line."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _print(text: str) -> None:
    """Write text to standard output without newline translation."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
