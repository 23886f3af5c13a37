"""No pattern of cleaning, zones, typed things and cards takes more than linear time on the texts made to slow it down."""

import re
import time

import pytest

from tests.worst import compiled, used, worst

SIZE = 200_000  # characters
BOUND = 2.0  # seconds of processor time; the slowest takes 0.2 on an idle machine, a quadratic one minutes

PATTERNS = compiled()


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name.removeprefix("extract.") for name, _ in PATTERNS])
def test_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    for piece in worst(pattern):
        text = (piece * (SIZE // len(piece) + 1))[:SIZE]
        began = time.process_time()
        used(name, pattern, text)
        assert time.process_time() - began < BOUND, repr(piece)


def test_a_quadratic_pattern_would_be_told() -> None:
    assert slowest(re.compile(r"[a-z]+\d"), 20_000) > 20 * slowest(re.compile(r"[a-z]\d"), 20_000)


def slowest(pattern: re.Pattern[str], size: int) -> float:
    times = []
    for piece in worst(pattern):
        text = (piece * size)[:size]
        began = time.process_time()
        used("", pattern, text)
        times.append(time.process_time() - began)
    return max(times)
