"""Search, papers, the library and its sources, and how good the answers are."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from assistant.errors import BadInput, NotFound
from assistant.model import Precedent, Scope
from assistant.review import VERDICTS, Desk, Person
from web.pages.forms import day, go, inside
from web.paper_text import file_parts
from web.policy import Reader, TheDesk
from web.render import page

router = APIRouter(include_in_schema=False)
_SHOWN = 20


@router.get("/suche")
def search_page(
    request: Request,
    person: Reader,
    desk: TheDesk,
    text: str = "",
    vor: str = "",
    art: str = "",
    gremium: str = "",
    amt: str = "",
) -> HTMLResponse:
    """Earlier answers to a question or to words, each with why it was found; facets narrow it down."""
    from assistant.retrieval import search

    scope = Scope(
        before=day(vor),
        public_only=not person.not_public,
        paper_type=art or None,
        organization=gremium or None,
        department=amt or None,
    )
    found = search(desk.library, text[:10_000], scope, limit=_SHOWN) if text.strip() else []
    return page(
        request,
        "suche.html",
        text=text,
        vor=vor,
        art=art,
        gremium=gremium,
        amt=amt,
        found=found,
        facets=_facets(desk, found),
        counts=desk.library.counts(not person.not_public),
        notices=desk.library.notices,
        result_url=result_url,
        verdicts=VERDICTS,
    )


def _facets(desk: Desk, found: list[Precedent]) -> dict[str, list[tuple[str, int]]]:
    """What the results can be narrowed down by, and how many of them each leaves."""
    papers = {p.paper.id: p.paper for p in found}
    return {
        "art": _counted(p.paper_type for p in papers.values()),
        "amt": _counted(p.department for p in papers.values()),
        "gremium": _counted(name for names in desk.library.advising(list(papers)).values() for name in names),
    }


def _counted(names: Iterable[str | None]) -> list[tuple[str, int]]:
    return Counter(name for name in names if name).most_common(12)


def result_url(found: Precedent) -> str:
    """A result, highlighted in its paper."""
    if found.exchange and found.exchange.spans:
        start, end = found.exchange.spans[0].start, found.exchange.spans[0].end
    elif found.passage:
        start, end = found.passage.start, found.passage.end
    else:
        return f"/vorlagen/{found.paper.id}"
    return f"/vorlagen/{found.paper.id}?start={start}&end={end}#stelle"


@router.get("/vorlagen/{id:path}")
def paper_page(
    request: Request, id: str, person: Reader, desk: TheDesk, start: int | None = None, end: int | None = None
) -> HTMLResponse:
    """All that is known of a paper, its text, and one place highlighted."""
    public_only = not person.not_public
    paper = desk.library.paper(id, public_only=public_only)
    if paper is None:
        raise NotFound("Diese Vorlage gibt es nicht.")
    mark = (start, end) if start is not None and end is not None and 0 <= start < end <= len(paper.text) else None
    return page(
        request,
        "vorlage.html",
        paper=paper,
        mark=mark,
        parts=file_parts(paper, mark),
        cites=_heads(desk, person, desk.library.cites(paper.id, public_only)),
        notices=desk.library.paper_notices(paper.id),
        newer=_heads(desk, person, list(dict.fromkeys(one.by for one in paper.replaced))),
        cited_by=_heads(desk, person, desk.library.cited_by(paper.id, public_only)),
    )


def _heads(desk: Desk, person: Person, ids: list[str]) -> list[Any]:
    return list(desk.library.papers(ids[:50], public_only=not person.not_public))


@router.get("/guete")
def quality_page(request: Request, person: Reader, desk: TheDesk) -> HTMLResponse:
    """What the evaluations measured, and what people said of the finds."""
    judgements = desk.judgements()
    counts = {label: sum(1 for j in judgements if j["verdict"] == key) for key, label in VERDICTS.items()}
    return page(request, "guete.html", runs=_evaluations(desk.library.settings.data_dir), counts=counts)


def _evaluations(data_dir: Path) -> list[dict[str, Any]]:
    """The reports of evaluation runs beside or in the data directory, newest first."""
    folders = [
        folder for root in (data_dir / "runs", Path("runs")) if root.is_dir() for folder in sorted(root.iterdir())
    ]
    reports = []
    for folder in folders[:200]:
        report = next((f for f in (folder / "report.json", folder / "manifest.json") if f.is_file()), None)
        if report:
            reports.append(_report(folder, report))
    return sorted((r for r in reports if r), key=lambda r: r["when"], reverse=True)[:20]


def _report(folder: Path, file: Path) -> dict[str, Any] | None:
    try:
        read = json.loads(file.read_text("utf-8"))
        when = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
    except (OSError, ValueError):
        return None
    measures = read.get("measures") if isinstance(read, dict) else None
    if not isinstance(measures, dict):
        return None
    return {"name": read.get("name", folder.name), "n": read.get("n", ""), "measures": measures, "when": when}


@router.post("/rueckmeldung")
def judge(
    person: Reader,
    desk: TheDesk,
    question: Annotated[str, Form(max_length=10_000)],
    paper: Annotated[str, Form(max_length=100)],
    verdict: Annotated[str, Form(max_length=20)],
    exchange: Annotated[str, Form(max_length=50)] = "",
    weiter: Annotated[str, Form(max_length=12_000)] = "/suche",
) -> Response:
    """How good a find was for a question; without a name, for the evaluations."""
    if not question.strip():
        raise BadInput("Die Frage fehlt, zu der die Fundstelle beurteilt wird.")
    desk.judge_find(person, question, paper, verdict, exchange=exchange)
    target = inside(weiter)
    return go(target) if "?" in target else go(target, "rueckmeldung")
