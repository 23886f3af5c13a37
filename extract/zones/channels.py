"""A cheap test for lines that hold a way to reach somebody: a telephone number, an e-mail address."""

from __future__ import annotations

import re

_MAIL_SIGNS = ("@", "arobase", "(at", "[at", "{at", " at ", "(a)", "[a]", "chez)", "chez]")
_MAIL = re.compile(r"[\w.+-]@[\w-]+ ?\.|[\[({<] ?(?:at|arobase|a|@|chez) ?[\])}>]|\w (?:at|arobase) \w")
_NUMBER = re.compile(r"\d[\d .()/\u2011-]{5,}\d")
_SHAPE = re.compile(
    r"0\d(?:[ ./-]?\d\d){4}(?!\d)|0\d{1,3} ?[ /.] ?\d{2,3}[ .]?\d{2}[ .]?\d{2}|0800.*|1 ?8\d\d[ -].*"
    r"|\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}|\d{2}(?:[ .]\d{2}){2,4}$|\d{3} \d{2} \d{2}|\d{2} \d{3} \d{3}|\d{3}-\d{4}$|(?!19|20)\d{4}-\d{4}$"
)
_LABEL = r"(?:tel|telephone|telecopie|fax|gsm|mobile|mob|port|portable|cell|cel|whatsapp|standard|numero vert)\b"
_LABELLED_NUMBER = re.compile(_LABEL + r"[^\d\n]{0,14}\d{2}")
_LABELLED = re.compile(_LABEL + r"|(?:e-?mail|courriel|mail|mel|web|site|adresse)\b")


def has_channel(folded: str) -> bool:
    """Tell whether a folded line seems to hold a telephone number or an e-mail address.

    >>> has_channel("jeanne dupre, 02 61 91 00 00"), has_channel("le 12.11.2024, 300 000 habitants")
    (True, False)
    """
    if any(sign in folded for sign in _MAIL_SIGNS) and _MAIL.search(folded):
        return True
    for number in _NUMBER.finditer(folded):
        start = number.start()
        if folded[start - 1 : start] == "+" or folded[max(0, start - 2) : start] == "00":
            return True
        if _SHAPE.match(number[0].lstrip("(")) or _LABELLED_NUMBER.search(folded, max(0, start - 30), number.end()):
            return True
    return False


def is_labelled(folded: str) -> bool:
    """Tell whether a folded line opens with the name of a channel, as in `Tél. : …`."""
    return _LABELLED.match(folded.lstrip(" -–•*([_")) is not None
