"""How a run tells of itself: a log in its folder, a line of progress, a summary at the end."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.batch.run import Report


def log_to(out: Path) -> None:
    """Keep a log of the run in its output folder. Raises OSError where it cannot be written."""
    from extract.batch.store import LOG

    logging.raiseExceptions = False  # a log that a full disk cuts short must not flood the terminal: the run itself will tell
    out.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(out / LOG, mode="w", encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("extract")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    logger.propagate = False


def progress(quiet: bool) -> tuple[Callable[[Report], None], Callable[[], None]]:
    """Return what to call on each step and at the end; both do nothing where there is nobody to watch."""
    if quiet or not sys.stderr.isatty():
        return (lambda _report: None), (lambda: None)
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("loading")
    bar.start()

    def watch(report: Report) -> None:
        elapsed = bar.tasks[0].elapsed or 0.0
        rate = report.inputs / elapsed if elapsed else 0.0
        told = (
            f"{report.inputs:,} documents, {rate:,.0f} a second, {report.failures:,} failures, {report.duplicates:,} duplicates"
        )
        bar.update(task, description=told)

    return watch, bar.stop


def summary(report: Report, out: str) -> str:
    """Return what came of a run, in a line or a few."""
    told = (
        f"{report.inputs:,} inputs = {report.records:,} records + {report.failures:,} failures + "
        f"{report.duplicates:,} duplicates, in {report.seconds:.1f} s → {out}"
    )
    if report.reused:
        told += f"\n{report.reused:,} records were taken over from an earlier run"
    if report.failures:
        told += f"\nwhat failed, why, and what to do: {out}/failures.csv"
    return told
