"""Score the pipeline against annotated documents: one precision, recall and F for each measure."""

from __future__ import annotations

from pathlib import Path

from extract.evaluate.compare import compare
from extract.evaluate.gold import NAMES, GoldError, payload, read_gold
from extract.evaluate.scores import Scores, report
from extract.pipeline import Pipeline
from extract.types import Failure

__all__ = ["NAMES", "GoldError", "Scores", "compare", "evaluate_file", "read_gold", "report"]


def evaluate_file(path: Path, pipeline: Pipeline) -> Scores:
    """Run the pipeline on the documents of a gold file and score what it makes of them. Raises GoldError, OSError."""
    documents = read_gold(path)
    folder = path if path.is_dir() else path.parent
    results = pipeline.pipe(payload(gold, folder) for gold in documents)
    scores: Scores = {}
    for gold, result in zip(documents, results, strict=True):
        compare(gold, None if isinstance(result, Failure) else result, scores)
    return scores
