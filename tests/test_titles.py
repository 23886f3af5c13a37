"""Titles given by the container, and the organisations that the layout names."""

import pytest

from extract.cleaning import clean
from extract.reading import Payload, source
from extract.types import Hint, Title
from extract.zones import lay_out
from extract.zones.hinted import parts

TEXT = (
    "La salle des fêtes ouvrira ses portes samedi à tous les habitants de la commune et des villages voisins, dès neuf heures."
)


def laid_out(name, text):
    """Return the cleaned text, the raw text and the layout of a file."""
    made = source(Payload(name, text.encode()))
    cleaned = clean(made)
    return cleaned, made, lay_out(cleaned, made)


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", f"---\ntitle: Fête du port\n---\n\n{TEXT}\n", "Fête du port"),
        ("a.md", f"---\ntitle: 'Fête du port,\n  dimanche 5 mai'\nlang: fr\n---\n\n{TEXT}\n", "Fête du port, dimanche 5 mai"),
        ("a.md", f'+++\ntitle = "Fête du port"\n+++\n\n## Programme\n\n{TEXT}\n', "Fête du port"),
        ("a.md", f"---\ntitle: Fête du port\n---\n\n# Fête du port\n\n{TEXT}\n", "Fête du port"),
        ("a.html", f"<title>Fête du port | Ville de Sète</title><p>{TEXT}</p>", "Fête du port"),
        ("a.html", f"<title>Ville de Sète - Fête - Ville de Sète</title><p>{TEXT}</p>", "Fête"),
        ("a.html", f"<title>Fête</title><h1>Fête du port : le programme</h1><p>{TEXT}</p>", "Fête du port : le programme"),
        ("a.html", f"<title>Actualités | Sète</title><h1>Sète</h1><h2>Fête du port</h2><p>{TEXT}</p>", "Fête du port"),
        (
            "a.html",
            f"<h1>Communiqué de presse du 3 mai</h1><p><b>Sète lance sa fête du port</b></p><p>{TEXT}</p>",
            "Sète lance sa fête du port",
        ),
    ],
)
def test_title(name, text, title):
    cleaned, made, layout = laid_out(name, text)
    found = layout.title
    assert isinstance(found, Title)
    assert found.text == title
    assert " ".join(cleaned.text[found.start : found.end].split()) == title
    start, end = cleaned.raw_span(found.start, found.end)
    assert " ".join(made.text[start:end].split()) == title


STEPS = (
    "Vous êtes ici : Accueil › Le port et ses services › Espace réservé à la presse et aux médias › "
    "Tous les communiqués de l'année 2024 › Fêtes › "
)
DATE = "Sète, le 3 mai 2024"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        # a headline right over a bare date line, what follows is its subtitle
        (f"Retour de la fête du port de Sète\n{DATE}\n\nUn budget de 340 000 euros lance la saison du quai\n\n{TEXT}", 0),
        (f"Bal, joutes et feux sur les quais\n{DATE}\n\nLa ville attend trente mille visiteurs\n\n{TEXT}", 0),
        (f"FÊTE DU PORT : LE QUAI ROUVRE\n{DATE}\nUne saison attendue par les pêcheurs\n\n{TEXT}", 0),
        (f"{STEPS}Retour de la fête\n\nRetour de la fête\n{DATE}\n\nUn budget neuf lance la saison\n\n{TEXT}", 1),
        # the trail cuts the headline off, or writes it in capitals without accents
        (f"{STEPS}Retour de la fê…\n\nRetour de la fête du port\n\nUn budget neuf lance la saison du quai\n\n{TEXT}", 1),
        (f"{STEPS}RETOUR DE LA FETE DU PORT\n\nRetour de la fête du port\n\nUn budget neuf lance la saison\n\n{TEXT}", 1),
        # who writes and to whom, then the headline
        (f"Mairie de Sète\n{DATE}\n\nRetour de la fête du port\n\n{TEXT}", 2),
        (f"Les Amis du port de Sète\n{DATE}\n\nLe quai rouvre pour la fête\n\n{TEXT}", 2),
        (f"COLLECTIF POUR LE PORT DE SÈTE\n{DATE}\n\nLe quai rouvre pour la fête\n\n{TEXT}", 2),
        (f"Aux rédactions de la région\n{DATE}\n\nLe quai rouvre pour la fête\n\n{TEXT}", 2),
        (f"Aviron de Sète - Ligue sétoise des joutes\n{DATE}\n\nLe quai rouvre pour la fête\n\n{TEXT}", 2),
        (f"12 quai de la Marine, Sète\n{DATE}\n\nLe quai rouvre pour la fête\n\n{TEXT}", 2),
        (f"Communiqué de presse\n{DATE}\n\nLe quai rouvre pour la fête\n\n{TEXT}", 2),
    ],
)
def test_title_beside_a_date_line(text, title):
    _, _, layout = laid_out("a.txt", f"{text}\n\n{TEXT}\n")
    assert isinstance(layout.title, Title)
    assert layout.title.text == [line for line in text.split("\n") if line][title]


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (
            f"<title>Nos partenaires - Port</title><h1>NOS PARTENAIRES</h1><p>{TEXT}</p><h2>La ligue du large</h2>",
            "NOS PARTENAIRES",
        ),
        (
            f"<title>Revue de presse | Port</title><h1>Revue de presse</h1><p><b>Midi : le port en fête</b></p>{TEXT}",
            "Revue de presse",
        ),
        (f"<title>Presse – Port</title><h1>Presse</h1><h2>Le port en fête</h2><p>{TEXT}</p>", "Le port en fête"),
    ],
)
def test_heading_that_the_page_is_called_after(page, title):
    _, _, layout = laid_out("a.html", page)
    assert layout.title is not None
    assert layout.title.text == title


def test_title_outside_the_text_is_a_hint_without_the_site():
    page = f'<meta property="og:title" content="F&ecirc;te du port &ndash; Ville de S&egrave;te"><p>{TEXT}</p>'
    _, made, layout = laid_out("a.html", page)
    assert isinstance(layout.title, Hint)
    assert layout.title.value == "Fête du port"
    assert made.text[layout.title.start : layout.title.end] == "F&ecirc;te du port"


@pytest.mark.parametrize(
    ("value", "sites", "expected"),
    [
        ("Fête du port | Sète", [], {"Fête du port | Sète": 1.0, "Fête du port": 1.0, "Sète": 0.4}),
        ("Fête du port | Sète", ["Sète"], {"Fête du port": 1.0}),
        ("Sète – Fête du port – Sète", [], {"Fête du port": 1.0}),
        ("« Le temps » : cent automates", [], {"« Le temps » : cent automates": 1.0}),
    ],
)
def test_parts(value, sites, expected):
    assert dict(parts(Hint("title", value, "html.title"), sites)) == expected


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "a.txt",
            f"MINISTÈRE DE LA PÊCHE\nDirection de la communication\n\nUn port neuf\n\n{TEXT}",
            [("layout.letterhead", "MINISTÈRE DE LA PÊCHE")],
        ),
        (
            "a.txt",
            f"Un port neuf\n\nL'école de musique de Sète vous invite à son bal. {TEXT}",
            [("layout.subject-name", "école de musique de Sète")],
        ),
        ("a.txt", f"RÉPUBLIQUE DU ZANDU\n\nUn port neuf\n\n{TEXT}", []),
        ("a.txt", f"Un port neuf\n\nBIZERTE, 9 avril 2025 (Carthage Presse) - {TEXT}", [("layout.agency", "Carthage Presse")]),
        (
            "a.txt",
            f"Un port neuf\n\n{TEXT}\n\nÀ propos de la Ligue du Large\nElle agit.",
            [("layout.described-organisation", "Ligue du Large")],
        ),
        ("a.txt", f"Un port neuf\n\n{TEXT}\n\n- 30 -\n\nSOURCE Union des ports", [("layout.named-source", "Union des ports")]),
        (
            "a.html",
            f"<title>Un port neuf - SLF</title><h1>Un port neuf</h1><p>3 mai 2024 | Cellule des ports</p><p>SLF : {TEXT}</p>",
            [("layout.byline", "Cellule des ports"), ("layout.site", "SLF"), ("layout.site", "SLF")],
        ),
    ],
)
def test_organisations_of_the_layout(name, text, found):
    cleaned, _, layout = laid_out(name, text)
    assert [(c.rule, cleaned.text[c.start : c.end]) for c in layout.names] == found


LEAD = "Sète, le 3 mai 2024 – La ligue des joutes (LJS) ouvrira sa saison du 3 au 5 juin."
SAID = "« Nous attendons dix mille visiteurs », annonce Anne Delvaux, présidente de la LJS."
CONTACT = "Contact presse : Luc MERTENS, 04 67 00 00 00, presse@joutes.example"
SENTENCE = "La ligue des joutes ouvre une nouvelle école consacrée aux métiers et aux arts du port de Sète."


@pytest.mark.parametrize(
    "text",
    [
        f"COMMUNIQUÉ DE PRESSE\n\n{LEAD}\n{SAID}\n\n{CONTACT}",
        f"COMMUNIQUÉ DE PRESSE\n\n{LEAD}\n\n{SAID}\n\n{CONTACT}",
        f"{LEAD}\n\n{SAID}\n\n{TEXT}",
        f"Communiqué de presse\nSète, le 3 mai 2024\n\n{SAID}\n\n{TEXT} {TEXT}",
        "COMMUNIQUÉ\n\n“Nous sommes prêts et nous vous attendons.”\n\nLe bal aura lieu le 5 juin.\n\n" + CONTACT,
        "COMMUNIQUÉ\n\nSelon Anne Delvaux, « la fête aura bien lieu cette année ».\n\nLe bal aura lieu le 5 juin.\n\n"
        + CONTACT,
        f"COMMUNIQUÉ\n\nLa ligue des joutes ouvrira sa saison du 3 au 5 juin sur le quai du Vieux-Port de Sète.\n\n{TEXT}",
        f"COMMUNIQUÉ\n\nLe bal aura lieu le 5 juin. La ligue attend dix mille visiteurs venus de toute la région,"
        f" et bien plus encore pour les feux du soir\n\n{TEXT}",
        f"COMMUNIQUÉ\n\nLe quai rouvre le 3 juin.\n\nLe bal aura lieu le 5 juin.\n\n{CONTACT}",
        "La ligue des joutes de Sète ouvrira sa saison le 3 juin.",
        f"COMMUNIQUÉ\n\n{SENTENCE}\n\n{TEXT}",
        f"COMMUNIQUÉ\n\n« {SENTENCE[:-1]} », dit Anne Delvaux.\n\n{LEAD}\n\n{SAID}\n\n{CONTACT}",
        f"COMMUNIQUÉ\n\n{SENTENCE[:-1]} et de ses canaux, de mai à la fin du mois d'octobre.\n\n{LEAD}\n\n{SAID}\n\n{CONTACT}",
        f"COMMUNIQUÉ\n\n{TEXT} {TEXT}\n\n{SENTENCE}\n\n{LEAD}\n\n{CONTACT}",
        "Adresse : 2024, chemin du Lac, 1000 Lausanne",
        f"Siège social : 12, quai du Port, 34200 Sète\n\n{LEAD}\n\n{SAID}",
        f"Site web : www.joutes.example\n\n{LEAD}\n\n{SAID}",
    ],
)
def test_running_text_is_no_title(text):
    _, _, layout = laid_out("a.txt", text)
    assert layout.title is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"COMMUNIQUÉ\n\n« Nous attendons dix mille visiteurs », annonce la ligue\n\n{LEAD}\n\n{SAID}\n\n{CONTACT}", 1),
        (f"COMMUNIQUÉ\n\n« Joutes et feux » : la ligue ouvre sa saison.\n\n{TEXT} {TEXT}", 1),
        (f"COMMUNIQUÉ\n\nLe quai de Sète rouvre pour la fête.\n\n{TEXT} {TEXT}", 1),
        (f"COMMUNIQUÉ\n\nLe quai de Sète rouvre : à vos rames !\n\n{LEAD}\n\n{TEXT}", 1),
        (f"COMMUNIQUÉ\n\nLa ligue des joutes ouvre sa saison\n\n{LEAD}\n{SAID}\n\n{CONTACT}", 1),
        (f"{SENTENCE}\n\n{LEAD}\n\n{SAID}\n\n{CONTACT}", 0),
        (f"{SENTENCE}\n\n{LEAD} {TEXT}\n\n{SAID}\n\n{CONTACT}", 0),
        (f"COMMUNIQUÉ DE PRESSE\n\n{SENTENCE}\n\n{LEAD}\n\n{SAID}\n\n{CONTACT}", 1),
        (f"COMMUNIQUÉ DE PRESSE\nLIGUE DES JOUTES\n\n{SENTENCE}\n\n\n{LEAD} {TEXT}\n\n{SAID}", 2),
        (f"{SENTENCE}\n\n{DATE}\n\n{TEXT} {TEXT}", 0),
        (f"Une école pour les joutes\n\n{SENTENCE}\n\n{LEAD}\n\n{SAID}\n\n{CONTACT}", 0),
        (f"Adresse : un nouveau quai pour les joutes\n\n{LEAD}\n\n{SAID}", 0),
    ],
)
def test_title_beside_running_text(text, title):
    _, _, layout = laid_out("a.txt", text)
    assert isinstance(layout.title, Title)
    assert layout.title.text == [line for line in text.split("\n") if line][title]


def test_a_heading_of_one_word_over_a_sentence():
    _, _, layout = laid_out("a.md", f"# Les\n\n{SENTENCE}\n\n{LEAD}\n\n{SAID}\n")
    assert layout.title is not None


def test_markup_makes_a_headline_of_a_sentence():
    sentence = "« La ligue des joutes ouvrira sa saison du 3 au 5 juin sur le quai du Vieux-Port », dit Anne Delvaux à Sète."
    for text in (f"# {sentence}\n\n{TEXT}\n", f"---\ntitle: {sentence}\n---\n\n{sentence}\n\n{TEXT}\n"):
        _, _, layout = laid_out("a.md", text)
        assert layout.title is not None
        assert "joutes" in (layout.title.text if isinstance(layout.title, Title) else layout.title.value)
