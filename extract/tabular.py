"""Records → pandas frames, one a table."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from extract.types import Record
from extract.writing import tables


def frames(records: Iterable[Record]) -> dict[str, pd.DataFrame]:
    """Return a frame for each table (`documents`, `mentions`, `people`, …) with the columns of the CSV files."""
    rows: dict[str, list[tuple[tables.Cell, ...]]] = {name: [] for name in tables.TABLES}
    for record in records:
        for name, found in tables.rows(record).items():
            rows[name].extend(found)
    return {name: pd.DataFrame(found, columns=list(tables.columns(name))) for name, found in rows.items()}
