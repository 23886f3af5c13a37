"""Cleaning: what becomes of a text, and the way back from every character of it."""

import time
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.cleaned import Cleaned
from extract.cleaning import clean
from extract.cleaning.hyphens import keeps_hyphen
from extract.types import Source

CASES = Path(__file__).parent / "cases"
KINDS = ("text/plain", "text/html", "text/markdown", "text/x-wml", "message/rfc822")
PARTS: list[str] = msgspec.json.decode((CASES / "soup.json").read_bytes())
SOUP = st.lists(st.sampled_from(PARTS) | st.text(max_size=6), max_size=40).map("".join)
WRITTEN_ANEW = ("&", "=?", "VCARD")  # entities, encoded words and cards: cleaning writes them in other letters


class Case(msgspec.Struct, forbid_unknown_fields=True):
    """A raw text and what cleaning makes of it. `marks`: tag, text and value of marks that must be there."""

    raw: str
    clean: str
    kind: str = "text/plain"
    marks: list[tuple[str, str, str]] = []
    why: str = ""


def cases() -> list[Case]:
    decoder = msgspec.json.Decoder(Case)
    lines = [line for path in sorted(CASES.glob("cleaning*.jsonl")) for line in path.read_bytes().splitlines()]
    return [decoder.decode(line) for line in lines if line.strip()]


def cleaned(text: str, kind: str = "text/plain") -> Cleaned:
    return clean(Source("", text, "", "utf-8", kind))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.raw[:40])
def test_case(case: Case) -> None:
    done = cleaned(case.raw, case.kind)
    assert done.text == case.clean
    marked = [(mark.tag, done.text[mark.start : mark.end], mark.value) for mark in done.marks]
    for mark in case.marks:
        assert mark in marked


@settings(max_examples=300)
@given(SOUP, st.sampled_from(KINDS))
def test_any_text_keeps_its_offsets(text: str, kind: str) -> None:
    done = cleaned(text, kind)
    assert len(done.text) == len(done.starts) == len(done.ends)
    assert (np.diff(done.starts) >= 0).all()
    assert (np.diff(done.ends) >= 0).all()
    assert (done.starts <= done.ends).all()
    assert not len(done.ends) or done.ends[-1] <= len(text)
    for mark in done.marks:
        assert 0 <= mark.start < mark.end <= len(done.text)
    for i, character in enumerate(done.text):
        if character.isalpha() and character.isascii():
            anew = not text.isascii() or any(sign in text for sign in WRITTEN_ANEW)
            assert anew or character in text[done.starts[i] : done.ends[i]]


@settings(max_examples=200)
@given(
    st.lists(st.text(alphabet="bcdghijklnopqrsuvwxyzéè", min_size=1, max_size=9), min_size=30, max_size=90), st.integers(40, 90)
)
def test_what_was_wrapped_is_joined_again(tokens: list[str], width: int) -> None:
    lines = [""]
    for token in tokens:
        if len(lines[-1]) + 1 + len(token) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {token}".strip()
    if len(lines) < 3:
        return
    done = cleaned("\n".join(lines))
    assert done.text == " ".join(tokens)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "part",
    [
        "<a ",
        '<a href="',
        "<script>",
        "<svg>",
        "<!--",
        "&",
        "[",
        "![",
        "*",
        "`",
        "> ",
        "\n- ",
        "  \n",
        "mailto:",
        "Ã©",
        "<p>",
        "</p>",
        "{",
        "<a x='",
        "<i><b></u>",
        "</b><i>",
    ],
)
def test_hostile_texts_take_linear_time(part: str, kind: str) -> None:
    def seconds(n: int) -> float:
        before = time.process_time()
        cleaned(part * n, kind)
        return time.process_time() - before

    assert seconds(16_000) < 40 * max(seconds(2_000), 0.01)


HYPHENS = [msgspec.json.decode(line, type=tuple[str, str, str]) for line in (CASES / "hyphens.jsonl").read_bytes().splitlines()]


@pytest.mark.parametrize(("head", "tail", "whole"), HYPHENS, ids=[whole for _, _, whole in HYPHENS])
def test_hyphens_at_line_ends(head: str, tail: str, whole: str) -> None:
    assert head + "-" * keeps_hyphen(f"{head}-", tail) + tail == whole
