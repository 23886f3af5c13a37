"""Cleaning: a raw text to the text people read, by composed passes; each gives edits, and no offset is ever lost.

Conventions of a cleaned text: lines end in `\\n`; a blank line parts blocks; a tab parts the cells of a row (of a table, or of
an aligned text); apostrophes are straight; spaces are plain and single. Markup survives as marks.
"""

from extract.cleaning.clean import clean

__all__ = ["clean"]
