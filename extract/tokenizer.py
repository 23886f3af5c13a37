"""The French tokenizer of spaCy, token for token, without the seconds it takes to load.

spaCy compiles one pattern of 1.45 million characters (`TOKEN_MATCH`: compounds that stay whole) whenever `spacy.lang.fr` is
imported. Its 266 alternatives share five tails, so the same test is made here with a few small patterns over the words kept
in `extract/data/tokenizer/`. Nothing here may import `spacy.lang.fr`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from spacy.lang.char_classes import (
    ALPHA,
    ALPHA_LOWER,
    ALPHA_UPPER,
    CONCAT_QUOTES,
    CURRENCY,
    LIST_ELLIPSES,
    LIST_PUNCT,
    LIST_QUOTES,
    UNITS,
)
from spacy.lang.punctuation import TOKENIZER_INFIXES, TOKENIZER_PREFIXES
from spacy.lang.tokenizer_exceptions import BASE_EXCEPTIONS, URL_MATCH
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, update_exc
from spacy.vocab import Vocab

from extract.lexicons import rows

APOSTROPHES = "'’"
HYPHENS = "-–—‐‑"
Match = re.Match[str]


def tokenizer(vocab: Vocab) -> Tokenizer:
    """Return a tokenizer that splits any text as that of `spacy.blank("fr")` does."""
    return Tokenizer(
        vocab,
        rules=update_exc(BASE_EXCEPTIONS, _exceptions()),
        prefix_search=compile_prefix_regex(_prefixes()).search,
        suffix_search=compile_suffix_regex(_suffixes()).search,
        infix_finditer=compile_infix_regex(_infixes()).finditer,
        token_match=token_match,
        url_match=URL_MATCH,
    )


def token_match(text: str) -> Match | None:
    """Tell whether a written form is one of the compounds that stay one token (`porte-parole`, `Seine-et-Marne`)."""
    if not _joined(text):
        return None
    return next((found for match in _matchers() if (found := match(text))), None)


_joined = re.compile(f"[{HYPHENS}{APOSTROPHES}]").search


@cache
def _matchers() -> tuple[Callable[[str], Match | None], ...]:
    """Return one matcher for each tail that the compounds share."""
    rest = f"[{HYPHENS}{ALPHA_LOWER}{APOSTROPHES}]*$"
    letters = f"[{ALPHA}]+"
    tails = {"+": f"[{ALPHA_LOWER}]+$", "*": f"[{ALPHA_LOWER}]*$"}
    stems = {kind: _any(_stem(stem) for stem, ending in rows("tokenizer/stems.tsv", 2) if ending == kind) for kind in tails}
    patterns = [
        f"{_any(_column('hyphen_prefixes'))}[{HYPHENS}][{ALPHA_LOWER}]{rest}",
        f"{letters}[{HYPHENS}]{_any(_column('hyphen_links'))}[{HYPHENS}](?:l[{APOSTROPHES}])?{letters}$",
        f"{_any(_column('elision_prefixes'))}[{APOSTROPHES}][{ALPHA_LOWER}]{rest}",
        *(stems[kind] + tail for kind, tail in tails.items()),
    ]
    return tuple(re.compile("(?iu)" + pattern).match for pattern in patterns)


def _column(name: str) -> list[str]:
    return [word for (word,) in rows(f"tokenizer/{name}.txt", 1)]


def _any(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


def _stem(stem: str) -> str:
    return stem.replace("-", f"[{HYPHENS}]").replace("’", f"[{APOSTROPHES}]")


def _exceptions() -> dict[str, list[dict[int, str]]]:
    """Return the forms that are never split, or split in a way of their own, beyond those of every language."""
    return {
        form: [{ORTH: part} for part in (parts.split(" ") if parts else [form])]
        for form, parts in rows("tokenizer/exceptions.tsv", 2)
    }


def _prefixes() -> list[str]:
    return [*TOKENIZER_PREFIXES, f"(?:(d|l|n|D|L|N)[{APOSTROPHES}])(?=[{ALPHA}])"]


def _suffixes() -> list[str]:
    pronouns = _column("hyphen_suffixes")
    return [
        *LIST_PUNCT,
        *LIST_ELLIPSES,
        *LIST_QUOTES,
        r"(?<=[0-9])\+",
        r"(?<=°[FfCcKk])\.",
        r"(?<=[0-9])%",
        f"(?<=[0-9])(?:{CURRENCY})",
        f"(?<=[0-9])(?:{UNITS})",
        rf"(?<=[0-9{ALPHA_LOWER}%²\-\+(?:{CONCAT_QUOTES})])\.",
        rf"(?<=[{ALPHA_UPPER}][{ALPHA_UPPER}])\.",
        f"(?<=[{ALPHA}])[{HYPHENS}]({'|'.join(pronouns + [word.upper() for word in pronouns])})",
    ]


def _infixes() -> list[str]:
    return [*TOKENIZER_INFIXES, f"(?<=[{ALPHA}][{APOSTROPHES}])(?=[{ALPHA}])"]
