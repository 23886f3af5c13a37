"""E-mail to Source. Where the file's characters are its text, the raw text is the file itself; else a decoded text layer."""

from __future__ import annotations

import re
from contextlib import suppress
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from hashlib import sha256

from msgspec import structs

from extract.reading.decoding import decode
from extract.reading.hints import of_headers
from extract.reading.payload import Payload, ReadError
from extract.types import Hint, Source

_HEADERS_END = re.compile(r"\r?\n[ \t]*\r?\n")
_KEPT = ("From", "To", "Cc", "Subject", "Date")  # the headers of a decoded layer
_PARSER = BytesParser(policy=policy.default)


def read(payload: Payload) -> Source:
    """Read an RFC 822 message. Raises ReadError where it has no text."""
    message = _PARSER.parsebytes(payload.data)
    assert isinstance(message, EmailMessage)
    if not message.keys():
        raise ReadError("reading", "not an e-mail: it has no headers", "rename it to .txt if it is plain text")
    digest = sha256(payload.data).hexdigest()
    if not message.is_multipart() and _verbatim(message):
        text, encoding = decode(payload.data, message.get_content_charset())
        return _source(payload, text, digest, encoding, decoded=False)
    return _source(payload, _layer(message), digest, str(message.get_content_charset() or "utf-8"), decoded=True)


def headers_end(text: str) -> int:
    """Return where the header block of a message's text ends."""
    end = _HEADERS_END.search(text)
    return end.start() if end else len(text)


def plain(value: str) -> str:
    """Return a header's value as people read it: encoded words decoded, folds joined.

    >>> plain("=?UTF-8?Q?Communiqu=C3=A9_de_presse?=")
    'Communiqué de presse'
    """
    with suppress(ValueError, LookupError):  # a broken encoded word stays as it is written
        value = str(make_header(decode_header(value)))
    return " ".join(value.split())


def _verbatim(message: EmailMessage) -> bool:
    coding = str(message.get("Content-Transfer-Encoding", "7bit")).strip().lower()
    return message.get_content_maintype() == "text" and coding in ("", "7bit", "8bit", "binary")


def _layer(message: EmailMessage) -> str:
    """Return the text layer of a coded or multipart message: its main headers, a blank line, its body."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise ReadError("reading", "the message has no text part", "save its attachments as files of their own")
    head = [f"{name}: {plain(str(message[name]))}" for name in _KEPT if message[name] is not None]
    head.append(f"Content-Type: {body.get_content_type()}")
    data = body.get_payload(decode=True)
    text = decode(data, body.get_content_charset())[0] if isinstance(data, bytes) else str(body.get_payload())
    return "\n".join(head) + "\n\n" + text


def _source(payload: Payload, text: str, digest: str, encoding: str, *, decoded: bool) -> Source:
    hints = (*payload.hints, *(_readable(hint) for hint in of_headers(text, headers_end(text))))
    return Source(payload.path, text, digest, encoding, "message/rfc822", "decoded" if decoded else "file", hints)


def _readable(hint: Hint) -> Hint:
    return hint if hint.kind == "published" else structs.replace(hint, value=plain(hint.value))
