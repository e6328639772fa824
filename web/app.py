"""The application: one function puts it together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from assistant import __version__
from assistant.library import Library
from assistant.review import Desk, SignOn
from assistant.settings import Settings
from web import api, metrics, problems
from web.demo import add_demo_people, demo_town, fill_demo
from web.docs import router as docs
from web.jobs import Jobs
from web.pages import routers
from web.policy import everyone
from web.render import HERE
from web.security import Guard
from web.tasks import file_what_is_left
from web.works import Works


def create_app(settings: Settings, demo: bool = False, sign_on: SignOn | None = None) -> FastAPI:
    """The web application over one library; in the demo with three people and no sign-on.

    `sign_on` checks names and secrets elsewhere than in our own accounts.
    """
    library = Library.open(settings)
    desk = Desk(library, town=demo_town() if demo and settings.town_profile is None else None)
    app = FastAPI(
        title="Vorlagen-Assistent",
        version=__version__,
        summary="Frühere Antworten finden und Anfragen mit belegten Entwürfen beantworten.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_life,
    )
    app.state.library, app.state.desk, app.state.demo = library, desk, demo
    app.state.jobs, app.state.works, app.state.sign_on = Jobs(desk), Works(), sign_on or desk
    problems.install(app)
    app.add_middleware(metrics.Counting)
    app.add_middleware(Guard, demo=demo)
    for router in (api.router, docs, *routers, _health()):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    _declare_sign_on(app)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """From the first request to the last: go on with what was interrupted, end in order."""
    from assistant.reading import keep_ready, let_go

    if app.state.demo:
        await run_in_threadpool(add_demo_people, app.state.desk)
        await run_in_threadpool(fill_demo, app.state.library)
    await run_in_threadpool(file_what_is_left, app.state.desk)
    app.state.jobs.resume()
    keep_ready()
    yield
    await run_in_threadpool(app.state.jobs.close)
    await run_in_threadpool(app.state.works.close)
    let_go()
    await run_in_threadpool(app.state.library.close)


def _health() -> Any:
    from fastapi import APIRouter

    router = APIRouter(dependencies=[Depends(everyone)], include_in_schema=False)

    @router.get("/healthz")
    def alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz")
    def ready(request: Request) -> JSONResponse:
        """The database answers; before the demo's papers are in nothing is served."""
        request.app.state.library.counts(True)
        return JSONResponse({"status": "ok"})

    @router.get("/metrics")
    def measured() -> Response:
        """Counts and durations by route; nothing about papers or persons."""
        return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE)

    return router


def _declare_sign_on(app: FastAPI) -> None:
    """Say in the OpenAPI document how one signs on."""
    make = app.openapi

    def document() -> dict[str, Any]:
        made = make()
        made["components"]["securitySchemes"] = {
            "Zugangsschlüssel": {"type": "http", "scheme": "bearer"},
            "Sitzung": {"type": "apiKey", "in": "cookie", "name": "vorlagen_sitzung"},
        }
        made["security"] = [{"Zugangsschlüssel": []}, {"Sitzung": []}]
        return made

    app.openapi = document
