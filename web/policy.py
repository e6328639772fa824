"""Who may call a route: every route declares one of these, and a test walks them all.

What a person may see and do within a route is decided by the desk; this is the door.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request

from assistant.errors import NotAllowed
from assistant.review import Desk, Person, Right

COOKIE = "vorlagen_sitzung"
DEMO_CLERK = "sachbearbeitung"


class NotSignedOn(NotAllowed):
    """Nobody is signed on: pages lead to the sign-on, the interface says 401."""


def policy(name: str) -> Callable[[Any], Any]:
    """Marks a dependency as a declared policy."""

    def mark(dependency: Any) -> Any:
        dependency.policy = name
        return dependency

    return mark


@policy("public")
def everyone() -> None:
    """For what holds nothing of the town's: signing on, static files, health."""


def desk_of(request: Request) -> Desk:
    return request.app.state.desk


def person_of(request: Request) -> Person | None:
    """Who is calling: by token, by session, or in the demo the clerk."""
    desk = desk_of(request)
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme:
        return desk.holder(secret.strip(), "token") if scheme.lower() == "bearer" else None
    cookie = request.cookies.get(COOKIE)
    holder = desk.holder(cookie, "session") if cookie else None
    return holder or (desk.person(DEMO_CLERK) if request.app.state.demo else None)


def allow(right: Right) -> Any:
    """The policy that lets in whoever has this right, and gives the person."""

    @policy(right.value)
    def entrance(request: Request) -> Person:
        person = person_of(request)
        if person is None:
            raise NotSignedOn("Bitte zuerst anmelden.")
        person.require(right)
        request.state.person = person
        return person

    return entrance


Reader = Annotated[Person, Depends(allow(Right.read))]
Writer = Annotated[Person, Depends(allow(Right.write))]
Signer = Annotated[Person, Depends(allow(Right.sign))]
Releaser = Annotated[Person, Depends(allow(Right.release))]
Administrator = Annotated[Person, Depends(allow(Right.administer))]
TheDesk = Annotated[Desk, Depends(desk_of)]
