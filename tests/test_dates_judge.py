"""An independent judge: where dateparser reads a whole day from a date told in full, ours is the same day."""

import dateparser
import pytest

from extract.normalise.dates import parse

FORMS = """\
3 mars 2024
03 mars 2024
le 3 mars 2024
1er février 2024
1 février 2024
le 1er janvier 1999
lundi 4 mars 2024
le mardi 5 mars 2024
mercredi 06 mars 2024
jeudi 29 février 2024
vendredi 1er mars 2024
samedi 31 août 2019
dimanche 15 décembre 2013
31 décembre 1999
14 juillet 1789
11 NOVEMBRE 1918
8 Mai 1945
12 fevrier 2021
9 aout 2022
24 decembre 2020
5 janv. 2023
17 févr. 2023
28 avr. 2023
6 juil. 2023
30 sept. 2023
2 oct. 2023
18 nov. 2023
25 déc. 2023
03/04/2024
3/4/2024
25/12/2023
03-04-2024
03.04.2024
2024-03-04""".splitlines()


@pytest.mark.parametrize("form", FORMS)
def test_whole_days_agree_with_dateparser(form):
    judged = dateparser.parse(form, languages=["fr"], settings={"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"]})
    ours = parse(form)
    assert ours is not None
    if judged:
        assert ours.value == judged.date().isoformat()


def test_the_judge_speaks():
    judged = [dateparser.parse(form, languages=["fr"], settings={"DATE_ORDER": "DMY"}) for form in FORMS]
    assert sum(day is not None for day in judged) >= 30
