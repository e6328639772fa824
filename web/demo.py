"""The demo: a fictional town's papers and three people to switch between, on this machine only."""

import structlog

from assistant.errors import VorlagenError
from assistant.library import Library, ingest
from assistant.review import Desk, Role
from assistant.town import TownProfile, read_town
from web.policy import DEMO_CLERK

log = structlog.get_logger()

# Login, name, office, roles, may see what is nichtöffentlich. The clerk's office is the Ratsbüro too,
# as in many small towns, so that three people are enough for the whole way.
_PEOPLE = (
    (DEMO_CLERK, "Jana Petersen", "Hauptamt", (Role.clerk, Role.council_office), False),
    ("mitzeichnung", "Henning Brodersen", "Tiefbauamt", (Role.co_signer,), False),
    ("schlusszeichnung", "Friederike Tamsen", "Dezernat I", (Role.final_signer, Role.admin, Role.auditor), True),
)


def demo_town() -> TownProfile:
    """The fictional town, its Zeichnungsweg shortened to one station for each of the three people."""
    from corpus import town_profile_path

    town = read_town(town_profile_path())
    first, *between, last = town.stations
    return town.model_copy(update={"stations": (first, *between[:1], last)})


def add_demo_people(desk: Desk) -> None:
    """The three people, without passwords: nobody can sign on as them, only switch to them here."""
    there = {person.login for person in desk.people()}
    for login, name, office, roles, not_public in _PEOPLE:
        if login not in there:
            desk.add_person(login, name, roles=[r.value for r in roles], department=office, not_public=not_public)


def fill_demo(library: Library) -> None:
    """Take in the demo papers when the library is empty."""
    from corpus import papers_dir

    try:
        if library.counts(public_only=False)["papers"] == 0:
            ingest(library, [str(papers_dir())])
    except VorlagenError as error:
        log.warning("demo papers could not be taken in", reason=str(error))
