"""The pipeline on the project's own corpus: no figure falls below its floor, no record changes unnoticed.

When records change for the better: `pytest tests/test_corpus_quality.py --regold` writes the golden records anew; read the
difference before it is committed. Floors are raised by hand, never lowered without a reason in the commit message.
"""

import json
from pathlib import Path

import pytest

import extract
from extract.evaluate import Scores, compare, read_gold
from extract.reading import Payload
from extract.types import Record
from extract.writing import jsonl

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "cases" / "floors.json").read_text(encoding="utf-8"))
GOLDEN = HERE / "golden"


@pytest.fixture(scope="module")
def records(pipeline: extract.Pipeline, corpus: Path) -> dict[str, Record]:
    files = [corpus / gold.file for gold in read_gold(corpus)]
    results = pipeline.pipe(Payload(file.name, file.read_bytes()) for file in files)
    return {file.name: record for file, record in zip(files, results, strict=True) if isinstance(record, Record)}


def test_every_communique_gives_a_record(records: dict[str, Record], corpus: Path) -> None:
    assert sorted(records) == sorted(gold.file for gold in read_gold(corpus))


def test_no_figure_falls_below_its_floor(records: dict[str, Record], corpus: Path) -> None:
    scores: Scores = {}
    for gold in read_gold(corpus):
        compare(gold, records.get(gold.file), scores)
    short = {name: round(scores[name].f, 1) for name, floor in FLOORS.items() if scores[name].f < floor}
    assert not short, f"below the floor: {short}"


def test_no_record_changes_unnoticed(records: dict[str, Record], request: pytest.FixtureRequest) -> None:
    """Values, not confidences or rules: those may move with the model."""
    if request.config.getoption("--regold"):
        GOLDEN.mkdir(exist_ok=True)
        for name, record in records.items():
            (GOLDEN / f"{name}.txt").write_text(_golden(record), encoding="utf-8")
    changed = [
        name for name, record in records.items() if _golden(record) != (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    ]
    assert not changed, "records differ from tests/golden; run with --regold and read the difference"


def _golden(record: Record) -> str:
    """Return what of a record must stay the same, one value a line."""
    lines = []
    for field, value in json.loads(jsonl.line(record)).items():
        for row in value if isinstance(value, list) else [value]:
            kept = {k: v for k, v in row.items() if k not in ("confidence", "rule")} if isinstance(row, dict) else row
            lines.append(f"{field} {json.dumps(kept, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
