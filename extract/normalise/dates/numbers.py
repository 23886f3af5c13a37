"""French numbers in words, of France, Belgium and Switzerland: `quatre-vingt-dix`, `nonante`, `mil neuf cent`."""

from __future__ import annotations

from extract.normalise.dates.lexemes import joint, lexicon


def value_of(words: str) -> int | None:
    """Return the number that folded words name, None where they do not make one.

    >>> value_of("deux mille vingt-quatre"), value_of("quatre-vingt-onze"), value_of("deux trois")
    (2024, 91, None)
    """
    total = hundreds = group = 0
    room = 100  # the next word must be smaller
    for word in joint("number").split(words.strip()):
        digits = lexicon().values.get(word, "").split(",")[0]
        number = int(digits) if digits.isdigit() else 0
        if number == 1000 and not total:
            total, hundreds, group, room = (hundreds + group or 1) * 1000, 0, 0, 100
        elif number == 100 and not hundreds and group < 10:
            hundreds, group, room = (group or 1) * 100, 0, 100
        elif number == 20 and group == 4:
            group, room = 80, 17
        elif 0 < number < room and (group % 20 != 10 or number >= 7 or (group in (30, 50, 70, 90) and room == 10)):
            group += number
            room = 17 if number == 60 else 10 if number >= 20 or number == 10 else 0
        else:
            return None
    return total + hundreds + group
