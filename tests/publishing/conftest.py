import datetime as dt

import pytest

from assistant.model import Consultation, Draft, DraftItem, Sentence, Statement
from assistant.publishing import Imprint
from assistant.town import Station, TownProfile
from tests.publishing.papers import QUOTE, SECOND, citation, draft, item


@pytest.fixture
def answer() -> Draft:
    """Three questions: answered with two sources, answered by an office, and open."""
    both = Sentence(text=SECOND, citations=(citation(SECOND), citation()))
    first = item(QUOTE).model_copy(update={"sentences": (*item(QUOTE).sentences, both)})
    told = Sentence(
        text="Für die Prüfung stehen 40.000 € bereit.",
        author="lindner",
        statement=Statement(kind="office", office="Tiefbauamt", as_of=dt.date(2024, 3, 1)),
    )
    second = DraftItem(
        number="2",
        question="Welche Mittel stehen bereit?",
        status="partial",
        sentences=(told,),
        open_points=("Mittel für das Jahr 2025",),
    )
    third = DraftItem(number="3", question="Wer haftet?", status="no_precedent")
    return draft(first, second, third)


@pytest.fixture
def town() -> TownProfile:
    stations = (
        Station(key="sachbearbeitung", label="Sachbearbeitung", role="clerk"),
        Station(key="schluss", label="Oberbürgermeister", role="final_signer"),
    )
    return TownProfile(name="Wernsee", letterhead=("Stadt Wernsee", "Der Oberbürgermeister"), stations=stations)


@pytest.fixture
def imprint() -> Imprint:
    beirat = Consultation(organization="Bauausschuss", date=dt.date(2024, 4, 9), role="Kenntnisnahme")
    return Imprint(department="Tiefbauamt", clerk="Lindner, Eva", file_number="66.1", consultations=(beirat,))
