"""A cheap test for lines that hold a way to reach somebody: a telephone number, an e-mail address."""

from __future__ import annotations

from extract.zones.patterns import pattern

_MAIL_SIGNS = ("@", "arobase", "(at", "[at", "{at", " at ", "(a)", "[a]", "chez)", "chez]")


def has_channel(folded: str) -> bool:
    """Tell whether a folded line seems to hold a telephone number or an e-mail address.

    >>> has_channel("jeanne dupre, 02 61 91 00 00"), has_channel("le 12.11.2024, 300 000 habitants")
    (True, False)
    """
    for sign in _MAIL_SIGNS:
        if sign in folded:
            if pattern("zones", "mail").search(folded):
                return True
            break
    for number in pattern("zones", "number").finditer(folded):
        start = number.start()
        if folded[start - 1 : start] == "+" or folded[max(0, start - 2) : start] == "00":
            return True
        if pattern("zones", "telephone").match(number[0].lstrip("(")) or pattern("zones", "labelled-number").search(
            folded, max(0, start - 30), number.end()
        ):
            return True
    return False


def is_labelled(folded: str) -> bool:
    """Tell whether a folded line opens with the name of a channel, as in `Tél. : …`."""
    return pattern("zones", "labelled").match(folded.lstrip(" -–•*([_")) is not None
