"""The work of a worker: payloads in, the bytes that the outputs hold out."""

from __future__ import annotations

from collections.abc import Sequence

from extract.batch.messages import Outcome, Setup
from extract.batch.near import signature
from extract.pipeline import Pipeline, defect
from extract.reading import Payload
from extract.types import Failure, Record
from extract.writing import jsonl, tables


class Processor:
    """A loaded pipeline that turns payloads into the bytes that the outputs hold."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.pipeline = Pipeline(setup.config)

    def process(self, payloads: Sequence[Payload]) -> tuple[Outcome, ...]:
        """Return the outcome of each payload, in order."""
        results = self.pipeline.pipe(payloads)
        return tuple(self._outcome(payload, result) for payload, result in zip(payloads, results, strict=True))

    def _outcome(self, payload: Payload, result: Record | Failure) -> Outcome:
        if isinstance(result, Failure):
            return Outcome(failure=result)
        try:
            return self._written(payload, result)
        except Exception as error:  # a defect of ours: it must cost this document only, and be seen
            return Outcome(failure=defect(payload.path, "writing", error))

    def _written(self, payload: Payload, result: Record) -> Outcome:
        rows = tables.rows(result)
        return Outcome(
            line=jsonl.line(result),
            tables={name: tables.encode(found, self.setup.dialect) for name, found in rows.items() if found},
            signature=signature(payload) if self.setup.near_duplicates else (),
        )
