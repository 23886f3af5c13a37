"""A cheap test for lines that hold a way to reach somebody: a telephone number, an e-mail address."""

from __future__ import annotations

import re

_MAIL = re.compile(r"[\w.+-]@[\w-]+ ?\.|[\[({<] ?(?:at|arobase|a|@|chez) ?[\])}>]|\w (?:at|arobase) \w")
_PHONE = re.compile(
    r"\b(?:tel|telephone|telecopie|fax|gsm|mobile|mob|port|portable|cell|cel|whatsapp|standard)\b\.? ?(?:/ ?fax)?[:.]? ?[+(\d]"
    r"|\+\d{2,3}[ (.\d/-]|\b0\d(?:[ ./-]?\d\d){4}\b|\b0\d{2,3} ?[ /] ?\d{2,3}[ .]\d{2}[ .]\d{2}"
    r"|\b\d{3}[ .-]\d{3}[ .-]\d{4}\b|\(\d{3}\) ?\d{3}|\b\d{2}(?:[ .]\d{2}){3,4}\b|\b\d{3}[ -]\d{2}[ -]\d{2}\b|\b\d{2} \d{3} \d{3}\b"
)
_LABELLED = re.compile(r"(?:tel|telephone|fax|gsm|mobile|portable|e-?mail|courriel|mail|mel|whatsapp|web|site|adresse)\b")


def has_channel(folded: str) -> bool:
    """Tell whether a folded line seems to hold a telephone number or an e-mail address."""
    if ("@" in folded or "arobase" in folded or "at" in folded or "(a)" in folded or "chez" in folded) and _MAIL.search(folded):
        return True
    return any(c in folded for c in "0123456789") and _PHONE.search(folded) is not None


def is_labelled(folded: str) -> bool:
    """Tell whether a folded line opens with the name of a channel, as in `Tél. : …`."""
    return _LABELLED.match(folded.lstrip(" -–•*([_")) is not None
