"""Accounts, passwords, throttling, sessions and tokens."""

import datetime as dt

import pytest
import sqlalchemy as sa

from assistant.errors import BadInput, NotAllowed, NotFound
from assistant.review import Desk, Right, Role
from assistant.review.tables import PersonRow, TokenRow
from assistant.settings import Settings
from tests.review.offices import office, person

PASSWORD = "ein-langes-kennwort"


def test_a_password_lets_in_and_is_nowhere_stored(desk: Desk) -> None:
    desk.add_person("petersen", "Jana Petersen", roles=["Sachbearbeitung"], password=PASSWORD)
    assert desk.sign_on("petersen", PASSWORD).name == "Jana Petersen"
    with desk.library.reading() as session:
        stored = session.scalars(sa.select(PersonRow.password_hash)).one()
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def test_a_wrong_name_and_a_wrong_password_sound_alike(desk: Desk) -> None:
    desk.add_person("petersen", "Jana Petersen", roles=["Sachbearbeitung"], password=PASSWORD)
    said = set()
    for login, secret in (("petersen", "falsch"), ("niemand", PASSWORD)):
        with pytest.raises(NotAllowed) as refused:
            desk.sign_on(login, secret)
        said.add(str(refused.value))
    assert len(said) == 1


def test_nobody_signs_on_without_a_password_set(desk: Desk) -> None:
    person(desk, "demo", Role.clerk)
    with pytest.raises(NotAllowed):
        desk.sign_on("demo", "")


def test_guessing_is_slowed_down_and_the_right_password_waits_too(settings: Settings) -> None:
    desk, clock = office(settings)
    desk.add_person("petersen", "Jana Petersen", roles=["Sachbearbeitung"], password=PASSWORD)
    for _ in range(9):
        clock.time += dt.timedelta(minutes=30)
        with pytest.raises(NotAllowed):
            desk.sign_on("petersen", "falsch")
    with pytest.raises(NotAllowed, match="Sekunden"):
        desk.sign_on("petersen", PASSWORD)
    clock.time += dt.timedelta(minutes=16)
    assert desk.sign_on("petersen", PASSWORD)


def test_short_passwords_odd_logins_and_unknown_roles_are_refused(desk: Desk) -> None:
    for login, roles, password in (
        ("petersen", ["Sachbearbeitung"], "kurz"),
        ("Petersen!", ["Sachbearbeitung"], PASSWORD),
        ("petersen", ["Kaiser"], PASSWORD),
        ("petersen", [], PASSWORD),
    ):
        with pytest.raises(BadInput):
            desk.add_person(login, "Jana Petersen", roles=roles, password=password)


def test_roles_are_taken_in_any_case_and_by_their_english_name(desk: Desk) -> None:
    made = desk.add_person("p", "P", roles=["ratsbüro", "final_signer"])
    assert set(made.roles) == {Role.council_office, Role.final_signer}


def test_tokens_and_sessions_do_not_stand_in_for_each_other(desk: Desk) -> None:
    person(desk, "petersen", Role.clerk)
    token, session = desk.new_token("petersen"), desk.open_session("petersen")
    assert desk.holder(token, "token")
    assert desk.holder(session, "session")
    assert desk.holder(token, "session") is None
    assert desk.holder("geraten", "token") is None
    with desk.library.reading() as database:
        assert not {token, session} & set(database.scalars(sa.select(TokenRow.hash)))


def test_a_session_ends_after_a_day_and_a_locked_person_at_once(settings: Settings) -> None:
    desk, clock = office(settings)
    person(desk, "petersen", Role.clerk)
    secret, token = desk.open_session("petersen"), desk.new_token("petersen")
    clock.time += dt.timedelta(hours=13)
    assert desk.holder(secret, "session") is None
    desk.disable_person("petersen")
    assert desk.holder(token, "token") is None


def test_who_does_not_exist_is_named(desk: Desk) -> None:
    with pytest.raises(NotFound, match="niemand"):
        desk.new_token("niemand")


def test_revision_reads_and_nothing_else(desk: Desk) -> None:
    revision = person(desk, "revision", Role.auditor)
    assert {right for right in Right if revision.may(right)} == {Right.read, Right.audit}
