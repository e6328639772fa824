"""Errors as answers: a status, and one German sentence that says what to do."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from assistant import errors
from assistant.review import NotReady, StaleDraft
from web.policy import NotSignedOn

_STATUS: tuple[tuple[type[errors.VorlagenError], int], ...] = (
    (NotSignedOn, 401),
    (StaleDraft, 412),
    (NotReady, 409),
    (errors.NotFound, 404),
    (errors.NotAllowed, 403),
    (errors.Conflict, 409),
    (errors.BadInput, 422),
    (errors.WrongUsage, 422),
    (errors.SourceFailed, 422),
    (errors.StoreFailed, 503),
    (errors.ModelFailed, 503),
    (errors.MissingExtra, 503),
)
_HTTP = {
    400: "Die Anforderung ist nicht verständlich.",
    404: "Diese Seite gibt es nicht.",
    405: "Diese Art der Anforderung ist hier nicht vorgesehen.",
}

_UNFORESEEN = (
    "Das Programm ist auf einen Fehler gestoßen, der nicht an Ihrer Eingabe liegt. Gespeichert ist nur, was vorher "
    "bestätigt war. Bitte noch einmal versuchen; hilft das nicht, der Technik Uhrzeit und Seite nennen."
)


class MissingVersion(errors.VorlagenError):
    """A change without saying which version it is based on."""


def status_of(error: errors.VorlagenError) -> int:
    if isinstance(error, MissingVersion):
        return 428
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def problem(status: int, detail: str, **more: Any) -> JSONResponse:
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Translate every error into an answer: JSON for the interface, a page for people."""

    @app.exception_handler(errors.VorlagenError)
    def known(request: Request, error: errors.VorlagenError) -> Response:
        return _answer(request, status_of(error), str(error), error)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        where = ", ".join(dict.fromkeys(".".join(map(str, e["loc"][1:])) or str(e["loc"][0]) for e in error.errors()))
        return _answer(request, 422, f"Diese Angaben fehlen oder sind nicht gültig: {where[:500]}.", None)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        response = _answer(request, error.status_code, _HTTP.get(error.status_code, str(error.detail)), None)
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    def unforeseen(request: Request, _error: Exception) -> Response:
        """A fault of ours: said in German like every other; the service's log tells where it lies."""
        return _answer(request, 500, _UNFORESEEN, None)


def _answer(request: Request, status: int, detail: str, error: errors.VorlagenError | None) -> Response:
    if request.url.path.startswith("/api/"):
        return problem(status, detail, **_both_texts(request, error))
    if isinstance(error, NotSignedOn):
        from urllib.parse import quote

        target = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/anmelden?weiter={quote(target, safe='/')}", 303)
    from web.render import error_page

    return error_page(request, status, detail)


def _both_texts(request: Request, error: errors.VorlagenError | None) -> dict[str, Any]:
    """What a stale change needs to be decided by a person: the text as it stands, and the one sent."""
    if not isinstance(error, StaleDraft):
        return {}
    sent = getattr(request.state, "sent", None)
    return {"current": error.draft.model_dump(mode="json"), "yours": sent}
