"""Candidates of a stage, kept in `doc.spans` under the stage's name, without loss of offsets.

A span's label is the kind, its id the rule, its kb_id the value, as spaCy users expect. spaCy spans stand on tokens, so the
exact character offsets are kept beside them in the group's attributes, with the scores.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, SpanGroup

from extract.types import Candidate

_KEPT = "extract.candidates."


def put(doc: Doc, stage: str, candidates: Iterable[Candidate]) -> None:
    """Publish a stage's candidates as `doc.spans[stage]`."""
    spans: list[Span] = []
    offsets: list[tuple[int, int]] = []
    scores: list[float] = []
    listed = list(candidates)
    for c in listed:
        span = doc.char_span(c.start, c.end, c.kind, kb_id=c.value or "", alignment_mode="expand", span_id=c.rule)
        if span is None:
            raise ValueError(f"{stage}: no characters at {c.start}:{c.end}")
        spans.append(span)
        offsets.append((c.start, c.end))
        scores.append(c.confidence)
    doc.spans[stage] = SpanGroup(doc, name=stage, attrs={"offsets": offsets, "scores": scores}, spans=spans)
    doc.user_data[_KEPT + stage] = (doc.spans[stage], listed)


def take(doc: Doc, stage: str) -> list[Candidate]:
    """Read back the candidates of a stage, or those of a foreign component that filled `doc.spans[stage]` itself."""
    group = doc.spans.get(stage)
    if group is None:
        return []
    kept = doc.user_data.get(_KEPT + stage)
    if kept is not None and kept[0] is group and len(kept[1]) == len(group):  # no other component has touched it
        return list(kept[1])
    offsets = group.attrs.get("offsets") or [(span.start_char, span.end_char) for span in group]
    scores = group.attrs.get("scores") or [1.0] * len(group)
    return [
        Candidate(span.label_, start, end, span.id_ or stage, span.kb_id_ or None, score)
        for span, (start, end), score in zip(group, offsets, scores, strict=True)
    ]
