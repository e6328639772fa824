"""Signing on, switching people in the demo, light and dark, help."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse

from assistant.errors import NotAllowed, NotFound
from web.pages.forms import go, inside
from web.policy import COOKIE, Reader, TheDesk, everyone
from web.render import THEMES, page
from web.security import Pace

router = APIRouter(include_in_schema=False)
_TRIES = Pace(per_minute=20)


@router.get("/anmelden", dependencies=[Depends(everyone)])
def sign_on_form(request: Request, weiter: str = "/") -> HTMLResponse:
    return page(request, "anmelden.html", target=inside(weiter), login="", error="")


@router.post("/anmelden", dependencies=[Depends(everyone)])
def sign_on(
    request: Request,
    desk: TheDesk,
    login: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    weiter: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    """A session in a cookie that scripts cannot read; the same words for an unknown name and a wrong password."""
    try:
        if not _TRIES.allows(request.client.host if request.client else ""):
            raise NotAllowed("Zu viele Anmeldeversuche von diesem Gerät. Bitte eine Minute warten.")
        person = request.app.state.sign_on.sign_on(login, password)
    except NotAllowed as error:
        return page(request, "anmelden.html", status=403, target=inside(weiter), login=login, error=str(error))
    return _with_session(request, desk.open_session(person.login), inside(weiter))


@router.post("/abmelden", dependencies=[Depends(everyone)])
def sign_off(request: Request, desk: TheDesk) -> Response:
    secret = request.cookies.get(COOKIE)
    if secret:
        desk.close_session(secret)
    answer = go("/anmelden")
    answer.delete_cookie(COOKIE)
    return answer


@router.post("/person-wechseln", dependencies=[Depends(everyone)])
def switch_person(
    request: Request,
    desk: TheDesk,
    login: Annotated[str, Form(max_length=64)],
    weiter: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    """In the demo, and only there, one can be each of the demo people."""
    if not request.app.state.demo:
        raise NotFound("Diese Seite gibt es nicht.")
    return _with_session(request, desk.open_session(desk.person(login).login), inside(weiter))


@router.post("/darstellung", dependencies=[Depends(everyone)])
def appearance(
    darstellung: Annotated[str, Form(max_length=10)], weiter: Annotated[str, Form(max_length=500)] = "/"
) -> Response:
    """Light, dark, or as the device has it; kept on the device only."""
    answer = go(inside(weiter))
    if darstellung in THEMES:
        answer.set_cookie("darstellung", darstellung, max_age=365 * 86400, samesite="lax", httponly=True)
    return answer


@router.get("/hilfe")
def help_page(request: Request, person: Reader) -> HTMLResponse:
    return page(request, "hilfe.html")


@router.get("/favicon.ico", dependencies=[Depends(everyone)])
def icon() -> Response:
    return Response(status_code=204)


def _with_session(request: Request, secret: str, target: str) -> Response:
    answer = go(target)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, secret, max_age=12 * 3600, httponly=True, samesite="lax", secure=secure)
    return answer
