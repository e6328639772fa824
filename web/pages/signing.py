"""Signing: what I answer for, what departs from what we said, where the figures come from, and my decision."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from assistant.errors import BadInput
from assistant.review import Decision, Right, Stop, word_differences
from assistant.town import StationRole
from web import views
from web.comparing import Comparison, comparison, earlier_answers, origins
from web.pages.forms import day, go
from web.pages.frame import PREFIX, draft_frame
from web.policy import Reader, Releaser, Signer, TheDesk
from web.render import page
from web.tasks import publish_paper

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.get("/zeichnen")
def sign_page(request: Request, id: str, person: Reader, desk: TheDesk) -> HTMLResponse:
    """Everything a signer needs on one page; what does not matter is folded away."""
    draft = desk.draft(id, person)
    shown = views.answers(draft, desk.settled(id, person))
    frame = draft_frame(desk, person, draft, "zeichnen")
    post = _my_post(frame["stops"])
    mine = set(post.post.items) if post else set()
    since = {s.item: s for s in desk.since_signed(id, person)}
    seen = [a for a in shown if not mine or a.place in mine]
    return page(
        request,
        "zeichnen.html",
        **frame,
        answers=shown,
        seen=seen,
        post=post,
        mine=mine,
        since=since,
        signed_differences={i: word_differences(s.signed.text, s.now.text) for i, s in since.items()},
        departures={a.place: _departure(a) for a in seen},
        origins={a.place: origins(a) for a in seen},
        decisions=_decisions(post),
        sign_offs=desk.sign_offs(id, person),
        may_waive=person.may(Right.release) or person.may(Right.administer),
        may_release=person.may(Right.release),
    )


def _my_post(way: Sequence[Stop]) -> Stop | None:
    """The station at which this person decides: the first of theirs that waits, else the last they signed at."""
    stops = [s for s in way if s.mine and not s.post.waived]
    return next((s for s in stops if not s.done), stops[-1] if stops else None)


def _departure(answer: views.Answer) -> Comparison | None:
    """The answer beside what the town said before; None without that."""
    earlier = earlier_answers(answer.item)
    return comparison(answer, earlier[0]) if earlier else None


def _decisions(stop: Stop | None) -> list[Decision]:
    if stop is None:
        return []
    if stop.post.role is StationRole.final_signer:
        return [Decision.final, Decision.returned]
    if stop.post.role is StationRole.clerk:
        return [Decision.signed]
    return [Decision.signed, Decision.with_note, Decision.refused, Decision.nothing, Decision.returned]


@router.post("/zeichnen")
def decide(
    id: str,
    person: Signer,
    desk: TheDesk,
    version: Annotated[int, Form()],
    decision: Annotated[str, Form(max_length=30)] = "",
    note: Annotated[str, Form(max_length=5000)] = "",
    station: Annotated[str, Form(max_length=250)] = "",
    deputy: Annotated[str, Form()] = "",
    item: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """Keep the decision; the version that was read must still be the newest."""
    if decision not in set(Decision):
        raise BadInput("Bitte eine Entscheidung wählen.")
    desk.sign_off(
        id,
        person,
        Decision(decision),
        note=note,
        items=item or (),
        version=version,
        deputy=bool(deputy),
        station=station,
    )
    return go(f"/entwuerfe/{id}/zeichnen", "gezeichnet", "stand")


@router.post("/entfaellt")
def waive(
    id: str,
    person: Reader,
    desk: TheDesk,
    station: Annotated[str, Form(max_length=250)],
    reason: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    desk.waive(id, person, station, reason)
    return go(f"/entwuerfe/{id}/zeichnen", "entfallen", "stand")


@router.post("/freigeben")
def release(
    id: str,
    person: Releaser,
    desk: TheDesk,
    reference: Annotated[str, Form(max_length=100)] = "",
    date: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """The number from the council system releases the answer and makes it a paper that is found."""
    publish_paper(desk, person, id, reference, day(date))
    return go(f"/entwuerfe/{id}/ausgabe", "freigegeben")
