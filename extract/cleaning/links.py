"""Addresses that pages hide: in the target of a link, or behind Cloudflare's protection."""

from __future__ import annotations

import re
from urllib.parse import unquote

_ADDRESS = re.compile(r"(?:mailto|tel):(?://)?\s*([^?&#\s]+(?: [^?&#\s]+)*)", re.IGNORECASE)
_LINK_END = re.compile(r"</a\b|<a\b", re.IGNORECASE)
_HEX = re.compile(r"(?:#|\A)((?:[0-9a-fA-F]{2}){4,200})\Z")
_TAG = re.compile(r"<[^<>]*>")


def hidden_address(text: str, start: int, end: int, content: int) -> tuple[int, int] | None:
    """Return where the address stands in a link's target `text[start:end]`, None where its visible text shows it already.

    `content` is where the visible text begins. An address of escapes (`%40`) is not kept: its characters are not its text.
    """
    found = _ADDRESS.match(text, start, end)
    if found is None or "%" in found[1]:
        return None
    close = _LINK_END.search(text, content, content + 2000)
    visible = unquote(_TAG.sub("", text[content : close.start() if close else content + 200]))
    if found[0][:3].lower() == "tel":
        digits = sum(c.isdigit() for c in visible)
        return None if digits >= 4 or sum(c.isdigit() for c in found[1]) < 4 else found.span(1)
    return None if "@" not in found[1] or "@" in visible or "&#64;" in visible else found.span(1)


def protected_address(code: str) -> str | None:
    """Return the address in Cloudflare's code: hexadecimal bytes, the first the key of all others.

    >>> protected_address("/cdn-cgi/l/email-protection#422302206c2330")
    'a@b.ar'
    """
    found = _HEX.search(code)
    if found is None:
        return None
    key, *letters = bytes.fromhex(found[1])
    address = bytes(letter ^ key for letter in letters).decode("utf-8", "replace").partition("?")[0]
    return address if "@" in address and "\ufffd" not in address else None
