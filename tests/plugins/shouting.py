"""A component of a user's own: every word in capitals of ten letters or more becomes a candidate organisation."""

import re

from spacy.language import Language
from spacy.tokens import Doc, Span


@Language.component("shouting")
def shouting(doc: Doc) -> Doc:
    found = [
        doc.char_span(m.start(), m.end(), "ORG", alignment_mode="expand") for m in re.finditer(r"\b[A-Z]{10,}\b", doc.text)
    ]
    doc.spans["shouting"] = [span for span in found if isinstance(span, Span)]
    return doc
