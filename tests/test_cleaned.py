"""Cleaned text keeps its offsets through any edits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.cleaned import Cleaned, Edit, Mark

TEXTS = st.text(alphabet="ab é\n-", max_size=40)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Draw sorted edits of a text that do not overlap."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    bounds = zip(cuts[::2], cuts[1::2], strict=False)
    return [Edit(start, end, draw(st.text(alphabet="xyz", max_size=4))) for start, end in bounds]


def slowly_edited(text: str, origins: list[tuple[int, int]], edits: list[Edit]) -> tuple[str, list[tuple[int, int]]]:
    """Apply edits one character at a time: what `Cleaned.edited` must give, in the plainest way."""
    done, places, at = "", [], 0
    for start, end, replacement in edits:
        done += text[at:start] + replacement
        places += origins[at:start]
        if len(replacement) == end - start:
            places += origins[start:end]
        elif start < end:
            places += [(origins[start][0], origins[end - 1][1])] * len(replacement)
        else:
            before = origins[start - 1][1] if start else 0
            first = min(before, origins[start][0]) if start < len(text) else before
            places += [(first, before)] * len(replacement)
        at = end
    return done + text[at:], places + origins[at:]


@given(st.data())
def test_passes_compose(data: st.DataObject) -> None:
    raw = data.draw(TEXTS)
    cleaned = Cleaned.untouched(raw)
    text, origins = raw, [(i, i + 1) for i in range(len(raw))]
    for _ in range(data.draw(st.integers(0, 4))):
        edits = data.draw(edits_of(text))
        cleaned = cleaned.edited(edits)
        text, origins = slowly_edited(text, origins, edits)
        assert cleaned.text == text
        assert list(zip(cleaned.starts.tolist(), cleaned.ends.tolist(), strict=True)) == origins


@given(st.data())
def test_what_was_not_edited_is_equal(data: st.DataObject) -> None:
    raw = data.draw(TEXTS)
    cleaned = Cleaned.untouched(raw)
    for _ in range(3):
        cleaned = cleaned.edited(data.draw(edits_of(cleaned.text)))
    for i, character in enumerate(cleaned.text):
        start, end = cleaned.raw_span(i, i + 1)
        assert 0 <= start <= end <= len(raw)
        if character not in "xyz":
            assert raw[start:end] == character
    assert (np.diff(cleaned.starts) >= 0).all()
    assert (np.diff(cleaned.ends) >= 0).all()


@given(st.data())
def test_many_spans_are_found_as_one_by_one(data: st.DataObject) -> None:
    raw = data.draw(TEXTS)
    cleaned = Cleaned.untouched(raw).edited(data.draw(edits_of(raw)))
    pairs = st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw))).map(lambda p: (min(p), max(p)))
    spans = data.draw(st.lists(pairs, max_size=5))
    assert cleaned.clean_spans(spans) == [cleaned.clean_span(*span) for span in spans]


def test_marks_move_along() -> None:
    cleaned = Cleaned.untouched("<b>a b</b> c").with_marks([Mark("b", 3, 6), Mark("i", 0, 3)])
    done = cleaned.edited([Edit(0, 3, ""), Edit(4, 5, "_"), Edit(6, 10, "")])
    assert done.text == "a_b c"
    assert done.marks == (Mark("b", 0, 3),)


@pytest.mark.parametrize("edits", [[Edit(2, 3, ""), Edit(1, 2, "")], [Edit(3, 2, "")], [Edit(2, 9, "")]])
def test_bad_edits_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit"):
        Cleaned.untouched("abcdef").edited(edits)


def test_a_span_needs_characters() -> None:
    with pytest.raises(ValueError, match="no characters"):
        Cleaned.untouched("abc").raw_span(1, 1)
