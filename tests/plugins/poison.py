"""A component that does to its process what the words of a document say: the worst that a document can do."""

import os
import time

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("poison")
def poison(doc: Doc) -> Doc:
    if "POISON-EXIT" in doc.text:
        os._exit(3)
    if "POISON-LOOP" in doc.text:
        while True:
            time.sleep(0.01)
    if "POISON-MEMORY" in doc.text:
        hoard = []
        while True:
            hoard.append(b"x" * 200_000_000)
            time.sleep(0.1)  # the guard looks four times a second
    if "POISON-ERROR" in doc.text:
        raise RuntimeError("the poison worked")
    return doc
