"""The language of a text."""

import pytest

from extract.language import language
from extract.types import Hint

STATED = (Hint("language", "fr-BE", "html.lang"),)


@pytest.mark.parametrize(
    ("text", "hints", "expected"),
    [
        ("Le maire de la ville a reçu les élus, qui sont venus pour la fête des moissons.", (), "fr"),
        ("The mayor of the town has received the members of the council, who came for the harvest.", (), "en"),
        ("De burgemeester van de stad heeft het plan aan de raad voorgelegd, en dat is niet alles.", (), "nl"),
        ("Der Bürgermeister der Stadt hat die Mitglieder des Rates empfangen, die zum Fest gekommen sind.", (), "de"),
        ("El alcalde de la ciudad ha recibido a los miembros del consejo, que vinieron para la fiesta.", (), "es"),
        ("Il sindaco della città ha ricevuto i membri del consiglio, che sono venuti per la festa.", (), "it"),
        ("", (), None),
        ("Bonjour", STATED, "fr"),
        ("12/05/2024 – 14 h", (), None),
        ("The mayor of the town has received the members of the council, who came for the harvest.", STATED, "en"),
    ],
)
def test_language(text, hints, expected):
    assert language(text, hints) == expected
