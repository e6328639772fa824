"""People, what they may do, and how they sign on.

`SignOn` is the one interface: local accounts here, OpenID Connect later, both end in a `Person`.
"""

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.errors import BadInput, NotAllowed, NotFound
from assistant.model import Value
from assistant.review.journal import record
from assistant.review.profile import PROFILE, profile_changes
from assistant.review.tables import AttemptRow, PersonRow, SwitchRow, TokenRow
from assistant.town import TownProfile, load_town


class Role(StrEnum):
    """The roles of a town hall; the values are stored, shown and given on the command line."""

    clerk = "Sachbearbeitung"
    co_signer = "Mitzeichnung"
    final_signer = "Schlusszeichnung"
    council_office = "Ratsbüro"
    admin = "Fachadministration"
    auditor = "Revision"


class Right(StrEnum):
    """What a role allows; every route of the web names one."""

    read = "read"
    write = "write"
    sign = "sign"
    release = "release"
    administer = "administer"
    audit = "audit"


_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.clerk: frozenset({Right.read, Right.write, Right.sign}),
    Role.co_signer: frozenset({Right.read, Right.sign}),
    Role.final_signer: frozenset({Right.read, Right.sign}),
    Role.council_office: frozenset({Right.read, Right.write, Right.release}),
    Role.admin: frozenset({Right.read, Right.administer}),
    Role.auditor: frozenset({Right.read, Right.audit}),
}


class Person(Value):
    """Somebody who is signed on. `not_public`: may see what is nichtöffentlich."""

    login: str
    name: str
    department: str = ""
    roles: tuple[Role, ...] = ()
    not_public: bool = False
    active: bool = True

    def may(self, right: Right) -> bool:
        return self.active and any(right in _RIGHTS[role] for role in self.roles)

    def has(self, role: Role) -> bool:
        return self.active and role in self.roles

    def require(self, right: Right) -> None:
        """Raises NotAllowed, naming the roles that would do."""
        if not self.may(right):
            roles = " oder ".join(role.value for role, rights in _RIGHTS.items() if right in rights)
            raise NotAllowed(f"Dafür fehlt die Berechtigung. Nötig ist die Rolle {roles}.")


class SignOn(Protocol):
    """One way of signing on: credentials in, a person out."""

    def sign_on(self, login: str, secret: str) -> Person:
        """Raises NotAllowed with a sentence that does not say which part was wrong."""
        ...


_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SHORTEST_PASSWORD = 12
_FREE_TRIES = 5
_LONGEST_WAIT = dt.timedelta(minutes=15)
_SESSION = dt.timedelta(hours=12)


@cache
def _hasher() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher()


def _matches(stored: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(stored or _nobodys_hash(), password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """Checked for unknown names, so that they take as long as known ones."""
    return _hasher().hash(secrets.token_hex(16))


def person_of(row: PersonRow) -> Person:
    roles = tuple(Role(role) for role in row.roles)
    return Person(
        login=row.login,
        name=row.name,
        department=row.department,
        roles=roles,
        not_public=row.not_public,
        active=row.active,
    )


def parse_roles(names: Iterable[str]) -> list[str]:
    """The stored names of roles; raises BadInput listing those there are."""
    by_name = {role.value.casefold(): role.value for role in Role} | {role.name: role.value for role in Role}
    roles = [by_name.get(name.strip().casefold()) for name in names]
    if not roles or None in roles:
        raise BadInput(f"Diese Rolle gibt es nicht. Möglich sind: {', '.join(role.value for role in Role)}.")
    return list(dict.fromkeys(role for role in roles if role))


class People:
    """Accounts, sign-on, sessions and tokens; part of the Desk."""

    def __init__(
        self,
        library: Any,
        town: TownProfile | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self.library = library
        self.now = now
        self._given = town

    @cached_property
    def town(self) -> TownProfile:
        """The town's profile: as it was edited here, else as its file or the caller gives it."""
        edited = self.switch(PROFILE)
        return self.plain_town.model_copy(update=profile_changes(edited)) if edited else self.plain_town

    @cached_property
    def plain_town(self) -> TownProfile:
        """The profile before anybody edited it here."""
        return self._given or load_town(self.library.settings)

    def switch(self, name: str, default: str = "") -> str:
        """What was set under this name in the running service."""
        with self.library.reading() as session:
            row = session.get(SwitchRow, name)
            return row.value if row else default

    def _name_of(self, session: Session, login: str) -> str:
        row = session.get(PersonRow, login)
        return row.name if row else login

    def people(self) -> list[Person]:
        with self.library.reading() as session:
            return [person_of(row) for row in session.scalars(sa.select(PersonRow).order_by(PersonRow.name))]

    def person(self, login: str) -> Person:
        """Raises NotFound."""
        with self.library.reading() as session:
            return person_of(self._person_row(session, login))

    def _person_row(self, session: Session, login: str) -> PersonRow:
        row = session.get(PersonRow, login)
        if row is None:
            raise NotFound(f"Eine Person mit dem Anmeldenamen „{login}“ gibt es nicht.")
        return row

    def add_person(
        self,
        login: str,
        name: str,
        *,
        roles: Iterable[str],
        department: str = "",
        not_public: bool = False,
        password: str | None = None,
        by: str = "vorlagen",
    ) -> Person:
        """A new account; without a password nobody can sign on with it."""
        if not _LOGIN.fullmatch(login):
            raise BadInput(
                "Der Anmeldename besteht aus Kleinbuchstaben, Ziffern, Punkt und Bindestrich (höchstens 64)."
            )
        if not name.strip():
            raise BadInput("Bitte den Namen der Person angeben.")
        stored = _hashed(password) if password is not None else ""
        with self.library.session() as session:
            if session.get(PersonRow, login):
                raise BadInput(f"Den Anmeldenamen „{login}“ gibt es schon. Bitte einen anderen wählen.")
            row = PersonRow(
                login=login,
                name=name.strip(),
                department=department.strip(),
                roles=parse_roles(roles),
                not_public=not_public,
                password_hash=stored,
                active=True,
            )
            session.add(row)
            session.flush()
            record(session, self.now(), by, "person_added", login, roles=row.roles, not_public=not_public)
            return person_of(row)

    def change_person(
        self,
        login: str,
        *,
        by: str,
        name: str | None = None,
        department: str | None = None,
        roles: Iterable[str] | None = None,
        not_public: bool | None = None,
        password: str | None = None,
    ) -> Person:
        """Change what is given; the rest stays."""
        with self.library.session() as session:
            row = self._person_row(session, login)
            row.name = name.strip() if name and name.strip() else row.name
            row.department = department.strip() if department is not None else row.department
            row.roles = parse_roles(roles) if roles is not None else row.roles
            row.not_public = row.not_public if not_public is None else not_public
            row.password_hash = _hashed(password) if password else row.password_hash
            record(session, self.now(), by, "person_changed", login, roles=row.roles, not_public=row.not_public)
            return person_of(row)

    def disable_person(self, login: str, *, by: str = "vorlagen", active: bool = False) -> None:
        """Lock an account and end its sessions and tokens; what the person signed stays."""
        with self.library.session() as session:
            self._person_row(session, login).active = active
            session.execute(sa.delete(TokenRow).where(TokenRow.login == login))
            record(session, self.now(), by, "person_enabled" if active else "person_disabled", login)

    # --- signing on -----------------------------------------------------------------------------

    def sign_on(self, login: str, secret: str) -> Person:
        """The person with this name and password.

        After five failures each further try waits twice as long, up to a quarter of an hour.
        """
        key = login.strip().casefold()[:64]
        with self.library.reading() as session:
            self._refuse_blocked(session, key)
            row = session.get(PersonRow, key)
            stored = row.password_hash if row and row.active else ""
        if _matches(stored, secret):
            with self.library.session() as session:
                session.execute(sa.delete(AttemptRow).where(AttemptRow.key == key))
                record(session, self.now(), key, "signed_on", key)
            return self.person(key)
        with self.library.session() as session:
            self._count_failure(session, key)
        raise NotAllowed("Anmeldename oder Kennwort stimmt nicht.")

    def _refuse_blocked(self, session: Session, key: str) -> None:
        attempt = session.get(AttemptRow, key)
        if attempt and attempt.blocked_until and attempt.blocked_until > self.now():
            seconds = int((attempt.blocked_until - self.now()).total_seconds()) + 1
            raise NotAllowed(f"Zu viele Fehlversuche. Bitte in {seconds} Sekunden noch einmal versuchen.")

    def _count_failure(self, session: Session, key: str) -> None:
        attempt = session.get(AttemptRow, key) or AttemptRow(key=key, failures=0)
        attempt.failures += 1
        if attempt.failures >= _FREE_TRIES:
            wait = dt.timedelta(seconds=2 ** min(attempt.failures - _FREE_TRIES + 1, 12))
            attempt.blocked_until = self.now() + min(wait, _LONGEST_WAIT)
        session.add(attempt)

    def open_session(self, login: str) -> str:
        """The secret for a browser's cookie; only its hash is kept."""
        return self._new_token(login, "session", self.now() + _SESSION)

    def new_token(self, login: str, *, by: str = "vorlagen") -> str:
        """A key for the interface, shown once."""
        secret = self._new_token(login, "token", None)
        with self.library.session() as session:
            record(session, self.now(), by, "token_made", login)
        return secret

    def _new_token(self, login: str, kind: str, expires: dt.datetime | None) -> str:
        secret = secrets.token_urlsafe(32)
        with self.library.session() as session:
            self._person_row(session, login)
            session.execute(sa.delete(TokenRow).where(TokenRow.expires < self.now()))
            session.add(TokenRow(hash=_token_hash(secret), login=login, kind=kind, expires=expires))
        return secret

    def holder(self, secret: str, kind: str) -> Person | None:
        """Who holds this session or token; None when it is unknown, expired or its person locked."""
        with self.library.reading() as session:
            token = session.get(TokenRow, _token_hash(secret))
            if token is None or token.kind != kind or (token.expires and token.expires <= self.now()):
                return None
            person = person_of(self._person_row(session, token.login))
            return person if person.active else None

    def close_session(self, secret: str) -> None:
        with self.library.session() as session:
            session.execute(sa.delete(TokenRow).where(TokenRow.hash == _token_hash(secret)))


def _token_hash(secret: str) -> str:
    """Tokens are long and random, so one fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _hashed(password: str) -> str:
    if len(password) < _SHORTEST_PASSWORD:
        raise BadInput(f"Das Kennwort braucht mindestens {_SHORTEST_PASSWORD} Zeichen.")
    return _hasher().hash(password)
