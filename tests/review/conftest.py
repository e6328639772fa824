import pytest

from assistant.review import Desk, Person, Role
from assistant.settings import Settings
from tests.review.offices import office, person


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return office(settings)[0]


@pytest.fixture
def clerk(desk: Desk) -> Person:
    return person(desk, "petersen", Role.clerk, department="Hauptamt")


@pytest.fixture
def head(desk: Desk) -> Person:
    return person(desk, "brodersen", Role.co_signer, department="Tiefbauamt")


@pytest.fixture
def mayor(desk: Desk) -> Person:
    return person(desk, "tamsen", Role.final_signer)


@pytest.fixture
def council_office(desk: Desk) -> Person:
    return person(desk, "ratsbuero", Role.council_office)
