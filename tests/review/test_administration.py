"""The town's profile, the kill switch and the embedding: set by the right people, on record, and kept."""

import json
from pathlib import Path

import pytest

from assistant.drafting import open_model
from assistant.drafting.chat import KILL_SWITCH
from assistant.errors import BadInput, Conflict, NotAllowed
from assistant.library import Library, ingest
from assistant.review import Desk, Person, Role, State, edited_way, profile_stamp, stations_of
from assistant.settings import Settings
from assistant.town import Station, StationRole, TownProfile
from corpus import papers_dir
from tests.review.offices import drafted, office, person


@pytest.fixture
def admin(desk: Desk) -> Person:
    return person(desk, "leitung", Role.admin)


def test_the_profile_is_edited_and_stays_after_a_restart(settings: Settings) -> None:
    desk, _ = office(settings)
    admin = person(desk, "leitung", Role.admin)
    desk.change_town(admin, {"mayor": "Karla Nissen", "days_to_answer": 14, "departments": [{"name": "Stadtwald"}]})
    again, _ = office(settings)
    assert (again.town.mayor, again.town.days_to_answer) == ("Karla Nissen", 14)
    assert [d.name for d in again.town.departments] == ["Stadtwald"]
    assert again.town.name == "Auenrade"
    entry = desk.journal(admin)[0]
    assert (entry.act, entry.details["fields"]) == ("town_changed", ["days_to_answer", "departments", "mayor"])
    assert "Nissen" not in json.dumps(entry.details)
    assert desk.verify_journal() == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"days_to_answer": 0}, "days_to_answer"),
        ({"council": ""}, "council: darf nicht leer sein"),
        ({"stations": []}, "stations"),
        ({"stadtrat": "kaiser"}, "stadtrat"),
        ({"logo": "/etc/passwd"}, "logo"),
    ],
)
def test_what_is_not_possible_is_named_and_changes_nothing(
    desk: Desk, admin: Person, changes: dict[str, object], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        desk.change_town(admin, changes)
    assert "town_changed" not in [e.act for e in desk.journal(admin)]


def test_two_who_edit_the_profile_do_not_overwrite_each_other(desk: Desk, admin: Person) -> None:
    stamp = profile_stamp(desk.town)
    desk.change_town(admin, {"mayor": "Eins"}, stamp=stamp)
    with pytest.raises(Conflict, match="inzwischen geändert"):
        desk.change_town(admin, {"mayor": "Zwei"}, stamp=stamp)
    assert desk.town.mayor == "Eins"


def test_only_the_administration_sets_anything(desk: Desk, clerk: Person) -> None:
    for act in (
        lambda: desk.change_town(clerk, {"mayor": "X"}),
        lambda: desk.switch_model(clerk, False),
        lambda: desk.choose_embedding(clerk, ""),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_new_station_is_asked_for_also_in_drafts_under_way(
    desk: Desk, clerk: Person, head: Person, mayor: Person, admin: Person
) -> None:
    id = drafted(desk, clerk)
    desk.submit(id, clerk)
    keys = [s.key for s in desk.town.stations]
    labels = [s.label for s in desk.town.stations]
    stations = stations_of([*labels[:-1], "Kämmerei", labels[-1]], [*keys[:-1], "", keys[-1]])
    desk.change_town(admin, {"stations": stations})
    assert [s.post.label for s in desk.way(id, clerk)] == [*labels[:-1], "Kämmerei", labels[-1]]
    assert [s.post.key for s in desk.way(id, clerk)][:2] == keys[:2]
    assert desk.state(id, clerk) is State.signing


def test_a_way_needs_two_stations_and_keys_never_collide() -> None:
    with pytest.raises(BadInput, match="mindestens"):
        stations_of(["Sachbearbeitung", " "], ["a", "b"])
    made = stations_of(["Amt", "Ämter & Co.", "Amt", "Ende"], ["amt", "", "", ""])
    assert [s["key"] for s in made] == ["amt", "aemter_co", "amt_2", "ende"]
    assert [s["role"] for s in made] == ["clerk", "co_signer", "co_signer", "final_signer"]


def test_the_kill_switch_holds_for_every_process(settings: Settings) -> None:
    here = settings.model_copy(update={"chat_model": "openai:x"})
    desk, _ = office(here)
    admin = person(desk, "leitung", Role.admin)
    assert desk.model_is_on()
    desk.switch_model(admin, False)
    assert not desk.model_is_on()
    assert desk.model() is None
    other = open_model(here)
    assert other is not None
    assert other.switched_off
    desk.switch_model(admin, True)
    assert desk.model_is_on()
    assert not (here.data_dir / KILL_SWITCH).exists()
    assert [e.details["value"] for e in desk.journal(admin)[:2]] == ["on", "off"]


def test_back_to_the_embedding_before(settings: Settings) -> None:
    with Library.open(settings) as library:
        ingest(library, [str(next(Path(papers_dir()).iterdir()))])
        desk = Desk(library)
        admin = person(desk, "leitung", Role.admin)
        before = library.embedder
        learned = settings.data_dir / "embedding" / "gelernt"
        before.save(learned, "# Embedding dieser Stadt\n\nGelernt.\n\n| a |\n|---|\n")  # type: ignore[attr-defined]
        assert [e.in_force for e in desk.embeddings()] == [True, False]
        desk.choose_embedding(admin, "gelernt")
        first = desk.embeddings()[0]
        assert (first.name, first.in_force, first.about) == ("gelernt", True, "Gelernt.")
        desk.choose_embedding(admin, "")
        assert [e.name for e in desk.embeddings() if e.in_force] == [""]
        assert library.check().ok
        with pytest.raises(BadInput, match="gibt es nicht mehr"):
            desk.choose_embedding(admin, "../anderswo")
        assert [e.act for e in desk.journal(admin)][:2] == ["embedding_chosen", "embedding_chosen"]


def test_a_way_of_another_form_keeps_its_roles_and_is_changed_in_its_file() -> None:
    two_ends = (
        Station(key="amt", label="Amt", role=StationRole.clerk),
        Station(key="dezernat", label="Dezernat", role=StationRole.final_signer),
        Station(key="ob", label="Oberbürgermeister", role=StationRole.final_signer),
    )
    town = TownProfile(name="Musterstadt", stations=two_ends)
    renamed = edited_way(town, ["Fachamt", "Dezernat", "Oberbürgermeister"], ["amt", "dezernat", "ob"])
    assert [one["role"] for one in renamed] == [one.role.value for one in two_ends]
    assert renamed[0]["label"] == "Fachamt"
    with pytest.raises(BadInput, match="Profildatei"):
        edited_way(town, ["Amt", "Dezernat"], ["amt", "dezernat"])
