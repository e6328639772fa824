"""Administration and long work from the pages: the town's profile, taking papers in, learning, going back."""

import re
import time
from functools import partial
from typing import Any

import httpx
import pytest

from assistant.errors import Conflict
from assistant.retrieval import training
from assistant.settings import Settings
from corpus import papers_dir
from tests.web.conftest import served
from tests.web.opener import Browser, Page
from web.app import create_app
from web.works import Works


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A demo of its own, so that nobody else's papers change."""
    with served(create_app(Settings(data_dir=tmp_path_factory.mktemp("verwaltung")), demo=True)) as base:
        yield base


@pytest.fixture
def admin(town: str) -> Browser:
    return Browser(town).as_person("schlusszeichnung")


def _done(browser: Browser, path: str) -> Page:
    while (page := browser.open(path)).tree.xpath("//progress"):
        time.sleep(0.1)
    return page


def test_the_town_s_profile_is_edited_on_the_page(admin: Browser, town: str) -> None:
    page = admin.open("/verwaltung")
    form = _profile(page)
    form |= {"mayor": "Karla Nissen", "days_to_answer": "14"}
    form["station"] = [*form["station"][:-2], "Kämmerei", form["station"][-1]]
    form["department"][-1] = "Stadtwald"
    page = admin.send("/verwaltung/stadtprofil", **form)
    assert "Das Stadtprofil ist gespeichert" in page.text()
    saved = _profile(page)
    assert (saved["mayor"], saved["days_to_answer"]) == ("Karla Nissen", "14")
    assert "Kämmerei" in saved["station"]
    assert "Stadtwald" in saved["department"]
    refused = admin.send("/verwaltung/stadtprofil", status=409, **form)
    assert "inzwischen geändert" in refused.text()
    wrong = admin.send("/verwaltung/stadtprofil", status=422, **saved | {"days_to_answer": "bald"})
    assert "days_to_answer: muss eine ganze Zahl sein" in wrong.text()
    assert "Stadtprofil geändert" in admin.open("/protokoll").text()


def _profile(page: Page) -> dict[str, Any]:
    """All values of the form, fields of the same name as lists."""
    (form,) = [f for f in page.tree.xpath("//form") if f.get("action", "").endswith("/stadtprofil")]
    several = {"station", "station_key", "department", "head", "email"}
    values: dict[str, Any] = {name: [] for name in several}
    for name, value in form.form_values():
        values[name] = [*values[name], value or ""] if name in several else value or ""
    return values


def test_papers_are_uploaded_with_progress_that_outlives_the_page(tab: Any, town: str) -> None:
    tab.context.request.post(f"{town}/person-wechseln", form={"login": "schlusszeichnung"})
    tab.goto(f"{town}/bestand")
    before = int(re.search(r"(\d+) Vorlagen", tab.locator("main").inner_text())[1])  # type: ignore[index]
    paper = "Mitteilungsvorlage\nM 24/0777\nDatum: 02.10.2024\nöffentlich\n\nBeantwortung der Anfrage zu Eulen\n\n"
    paper += "1. Wie viele Eulen leben im Stadtwald?\n\nIm Stadtwald leben 9 Eulen.\n"
    file = {"name": "../Eulen.txt", "mimeType": "text/plain", "buffer": paper.encode()}
    tab.get_by_label("Dateien").set_input_files([file])
    tab.get_by_role("button", name="Hochladen und aufnehmen").click()
    tab.get_by_text("1 Vorlage aufgenommen").wait_for()
    assert f"{before + 1} Vorlagen" in tab.locator("main").inner_text()
    assert "hochgeladene Dateien" in tab.locator("main").inner_text()
    tab.goto(f"{town}/suche?text=Eulen+im+Stadtwald")
    assert "M 24/0777" in tab.locator("main").inner_text()


def test_a_folder_is_taken_in_and_a_source_that_is_not_there_is_named(admin: Browser) -> None:
    admin.send("/bestand/einlesen", quelle=str(papers_dir()))
    assert "unverändert" in _done(admin, "/bestand").text("//*[@id='arbeit']")
    admin.send("/bestand/einlesen", quelle="/gibt/es/nicht")
    assert "/gibt/es/nicht" in _done(admin, "/bestand").text("//*[@id='arbeit']")
    journal = admin.open("/protokoll").text()
    assert "Aufnahme von Vorlagen begonnen" in journal
    assert "/gibt/es/nicht" not in journal


def test_learning_runs_in_the_background_and_one_can_go_back(
    tab: Any, town: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, first = training._judge, {}
    # Five steps teach nothing: what was learned counts as no worse, so that there is something to go back from.
    monkeypatch.setattr(training, "_judge", lambda *given: first.setdefault("measures", judge(*given)))
    monkeypatch.setattr(training, "Recipe", partial(training.Recipe, steps=5, batch=64))
    tab.context.request.post(f"{town}/person-wechseln", form={"login": "schlusszeichnung"})
    tab.goto(f"{town}/verwaltung#suchverfahren")
    tab.get_by_role("button", name="Aus den eigenen Vorlagen lernen").click()
    tab.wait_for_url("**/verwaltung?ok=begonnen**")
    tab.reload()
    said = tab.locator("#suchverfahren .va-note[role=status]")
    said.wait_for(timeout=120_000)
    assert "Gemessen an" in said.inner_text()
    section = tab.locator("#suchverfahren")
    assert section.get_by_text("in Kraft", exact=True).count() == 1
    section.get_by_role("button", name=re.compile("Zu diesem wechseln")).first.click()
    tab.get_by_text("Das Suchverfahren ist gewechselt.").first.wait_for(timeout=60_000)
    assert section.get_by_text("in Kraft", exact=True).count() == 1


def test_nobody_else_starts_or_sets_anything(town: str) -> None:
    paths = ["/bestand/einlesen", "/bestand/hochladen", "/verwaltung/lernen", "/verwaltung/suchverfahren"]
    paths += ["/verwaltung/stadtprofil", "/verwaltung/modell"]
    for login in ("sachbearbeitung", "mitzeichnung"):
        client = Browser(town).as_person(login).client
        values = {"quelle": "/tmp", "stamp": "x", "name": "x"}  # noqa: S108
        assert [client.post(path, data=values).status_code for path in paths] == [403] * len(paths)
        assert "Vorlagen aufnehmen" not in client.get("/bestand").text


def test_one_kind_of_work_at_a_time_and_a_failure_is_told(town: str, admin: Browser) -> None:
    works = Works()
    begun = works.start("ingest", "Aufnehmen", lambda move: time.sleep(0.3) or "Fertig.")
    with pytest.raises(Conflict, match="läuft gerade noch"):
        works.start("ingest", "Aufnehmen", lambda move: "")
    begun.finished.wait(5)
    assert (begun.message, begun.failed) == ("Fertig.", False)
    broken = works.start("ingest", "Aufnehmen", lambda move: str(1 / 0))
    broken.finished.wait(5)
    assert broken.failed
    assert "ZeroDivision" not in broken.message


def test_the_progress_is_told_as_events(admin: Browser) -> None:
    admin.send("/bestand/einlesen", quelle=str(papers_dir()))
    with admin.client.stream("GET", "/bestand/fortschritt") as stream:
        told = "".join(stream.iter_text())
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert told.rstrip().endswith("event: done\ndata: {}")
    assert httpx.get(f"{admin.client.base_url}/verwaltung/fortschritt").status_code == 403
