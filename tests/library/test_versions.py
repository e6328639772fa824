"""A paper of its own that takes the place of another: marked, behind the newest, and back when the newer one goes."""

import datetime as dt
import itertools
from collections.abc import Iterator

import pytest
from sqlalchemy import update

from assistant.drafting.checks import verified
from assistant.library import Library
from assistant.library.replacing import Claim, bases, claims_of
from assistant.library.tables import PaperRow
from assistant.model import Citation, File, Paper, Scope
from assistant.retrieval import search
from assistant.retrieval.marks import REPLACED
from assistant.sources.oparl import OParl
from assistant.sources.web import Fetcher
from tests.library.conftest import TakeIn
from tests.sources.council import Council

OLD = "Frage: Wie viele Bänke stehen im Stadtgarten?\nAntwort: Im Stadtgarten stehen 12 Bänke aus Holz."
NEW = "Frage: Wie viele Bänke stehen im Stadtgarten?\nAntwort: Im Stadtgarten stehen 15 Bänke aus Holz."
SECOND = "Frage: Wann werden sie gestrichen?\nAntwort: Die Bänke werden jedes Jahr im Mai gestrichen."


@pytest.fixture
def council() -> Iterator[Council]:
    with Council() as made:
        yield made


def sync(take_in: TakeIn, council: Council) -> None:
    take_in(OParl(council.url, fetcher=Fetcher(council.url, sleep=lambda _: None)))


def put(council: Council, number: int, reference: str, name: str, text: str, day: str) -> None:
    modified = f"2020-01-{len(council.papers) + 1:02d}T00:00:00+01:00"
    council.paper(number, reference=reference, name=name, text=text, date=day, modified=modified)


def in_force(library: Library) -> set[str]:
    """The answers that may be quoted."""
    ids = library.paper_ids()
    return {unit.text for unit in library.units_of(ids) if not unit.replaced}


def answer(text: str) -> str:
    return text.partition("Antwort: ")[2]


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("2019/0123", "Austauschblatt zu Vorlage 2019/0123"),
        ("2019/0123", "Bänke im Stadtgarten"),
        ("2019/0123/1", "Austauschblatt: Bänke im Stadtgarten"),
        ("2019/0123-A", "Bänke im Stadtgarten (korrigierte Fassung)"),
        ("2019/0123/1", "Bänke im Stadtgarten, Neufassung"),
        ("2019/0500", "Austauschblatt zur Stellungnahme Nr. 2019/0123"),
        ("2019/0500", "Diese Vorlage ersetzt die Vorlage 2019/0123"),
        ("2019/0123/2", "Ersatzvorlage zu Bänke im Stadtgarten"),
    ],
)
@pytest.mark.parametrize("first", ["old", "new"])
def test_a_paper_that_takes_the_place_of_another(
    council: Council, take_in: TakeIn, library: Library, reference: str, name: str, first: str
) -> None:
    papers = {
        "old": (1, "2019/0123", "Bänke im Stadtgarten", OLD, "2019-02-01"),
        "new": (2, reference, name, NEW, "2019-03-01"),
    }
    for which in (first, "new" if first == "old" else "old"):
        put(council, *papers[which])
        sync(take_in, council)
    assert in_force(library) == {answer(NEW)}
    found = search(library, "Wie viele Bänke stehen im Stadtgarten?", Scope())
    assert [one.exchange.answer for one in found if one.exchange] == [answer(NEW), answer(OLD)]
    assert [REPLACED in one.marks for one in found] == [False, True]
    by_number = library.paper("2019/0123")
    assert by_number is not None
    assert (answer(NEW) in by_number.text) == (reference == "2019/0123")
    assert library.check().ok


def test_a_draft_may_no_longer_quote_what_was_replaced(council: Council, take_in: TakeIn, library: Library) -> None:
    put(council, 1, "2019/0123", "Bänke", OLD, "2019-02-01")
    sync(take_in, council)
    paper = library.paper("2019/0123")
    assert paper is not None
    span = paper.exchanges[0].spans[0]
    citation = Citation(
        paper=paper.id,
        date=paper.date,
        start=span.start,
        end=span.end,
        quote=paper.text[span.start : span.end],
    )
    assert verified(citation, library, Scope())
    put(council, 2, "2019/0123/1", "Austauschblatt zu Bänke", NEW, "2019-03-01")
    sync(take_in, council)
    assert not verified(citation, library, Scope())
    before = Scope(before=dt.date(2019, 2, 20))  # as was known on that day
    assert not library.units([unit.id for unit in library.units_of([paper.id])], before.before).popitem()[1].replaced


def test_what_was_replaced_holds_again_when_the_newer_paper_is_withdrawn(
    council: Council, take_in: TakeIn, library: Library
) -> None:
    put(council, 1, "2019/0123", "Bänke", OLD, "2019-02-01")
    put(council, 2, "2019/0123/1", "Austauschblatt zu Bänke", NEW, "2019-03-01")
    sync(take_in, council)
    assert in_force(library) == {answer(NEW)}
    council.delete(2, "2020-03-01T00:00:00+01:00")
    sync(take_in, council)
    assert in_force(library) == {answer(OLD)}
    assert len(search(library, "Wie viele Bänke stehen im Stadtgarten?", Scope())) == 1
    assert library.check().ok


def test_it_stays_replaced_when_the_council_touches_it_again(
    council: Council, take_in: TakeIn, library: Library
) -> None:
    put(council, 1, "2019/0123", "Bänke", OLD, "2019-02-01")
    put(council, 2, "2019/0123/1", "Austauschblatt zu Bänke", NEW, "2019-03-01")
    sync(take_in, council)
    put(council, 1, "2019/0123", "Bänke im Stadtgarten", OLD, "2019-04-01")
    sync(take_in, council)
    assert in_force(library) == {answer(NEW)}


def test_a_mark_goes_with_the_number_that_it_came_by(council: Council, take_in: TakeIn, library: Library) -> None:
    put(council, 1, "2019/0123", "Bänke", OLD, "2019-02-01")
    put(council, 2, "2019/0123/1", "Austauschblatt zu Bänke", NEW, "2019-03-01")
    sync(take_in, council)
    put(council, 1, "", "Bänke", OLD, "2019-02-01")
    sync(take_in, council)
    assert in_force(library) == {answer(NEW), answer(OLD)}


def test_a_newer_paper_that_is_not_public_is_not_named_to_the_public(
    council: Council, take_in: TakeIn, library: Library
) -> None:
    put(council, 1, "2019/0123", "Bänke", OLD, "2019-02-01")
    put(council, 2, "2019/0123/1", "Austauschblatt zu Bänke", NEW, "2019-03-01")
    sync(take_in, council)
    told = {}
    for public in (True, False):
        with library.session() as session:
            session.execute(update(PaperRow).where(PaperRow.reference == "2019/0123/1").values(public=public))
        for public_only in (True, False):
            paper = library.paper("2019/0123", public_only)
            assert paper is not None
            assert paper.is_replaced(0, 1)
            told[public, public_only] = [bool(one.by) for one in paper.replaced]
    assert told == {(True, True): [True], (True, False): [True], (False, True): [False], (False, False): [True]}


def test_a_sheet_replaces_only_what_it_prints_anew(council: Council, take_in: TakeIn, library: Library) -> None:
    put(council, 1, "2019/0123", "Bänke", f"{OLD}\n\n{SECOND}", "2019-02-01")
    put(council, 2, "2019/0123/1", "Austauschseite 1", NEW, "2019-03-01")
    sync(take_in, council)
    assert in_force(library) == {answer(NEW), answer(SECOND)}


def test_two_sheets_for_two_places_leave_each_other_alone(council: Council, take_in: TakeIn, library: Library) -> None:
    second = SECOND.replace("Mai", "April")
    put(council, 1, "2019/0123", "Bänke", f"{OLD}\n\n{SECOND}", "2019-02-01")
    put(council, 2, "2019/0123/1", "Austauschseite 1", NEW, "2019-03-01")
    put(council, 3, "2019/0123/2", "Austauschseite 2", second, "2019-03-02")
    sync(take_in, council)
    assert in_force(library) == {answer(NEW), answer(second)}


def test_a_sheet_replaces_what_answers_the_same_question_in_other_words(
    council: Council, take_in: TakeIn, library: Library
) -> None:
    long = f"{OLD} Sie wurden nach und nach aufgestellt, die ersten am Teich, die letzten am Rosenbeet, und sind aus \
Lärche gezimmert, weil diese dem Wetter länger standhält als Fichte und seltener ersetzt werden muss."
    put(council, 1, "2019/0123", "Bänke", f"{long}\n\n{SECOND}", "2019-02-01")
    new = "Frage: Wie viele Bänke stehen im Stadtgarten?\nAntwort: Derzeit keine."
    put(council, 2, "2019/0123/1", "Austauschseite 1", new, "2019-03-01")
    sync(take_in, council)
    assert in_force(library) == {answer(new), answer(SECOND)}


def test_of_three_versions_the_newest_holds(council: Council, take_in: TakeIn, library: Library) -> None:
    newest = NEW.replace("15", "16")
    put(council, 3, "2019/0123/2", "2. Neufassung", newest, "2019-04-01")
    put(council, 1, "2019/0123", "Bänke", OLD, "2019-02-01")
    put(council, 2, "2019/0123/1", "Neufassung", NEW, "2019-03-01")
    sync(take_in, council)
    assert in_force(library) == {answer(newest)}


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
def test_of_three_versions_the_newest_is_shown_first_though_it_names_only_the_one_before(
    council: Council, take_in: TakeIn, library: Library, order: tuple[int, int, int]
) -> None:
    texts = [OLD, NEW, NEW.replace("15", "16")]
    for at, (number, text) in enumerate(zip(order, texts, strict=True)):
        name = f"Neufassung der Vorlage 2019/{at + 100:04}" if at else "Bänke"
        put(council, number, f"2019/{at + 101:04}", name, text, f"2019-{at + 1:02}-01")
    sync(take_in, council)
    for limit in (1, 10):
        found = search(library, "Wie viele Bänke stehen im Stadtgarten?", Scope(), limit=limit)
        said = [one.exchange.answer for one in found if one.exchange]
        assert said == [answer(text) for text in reversed(texts)][:limit]


def test_of_many_versions_the_newest_holds_though_the_first_is_touched(
    council: Council, take_in: TakeIn, library: Library
) -> None:
    for number in range(1, 8):
        name = f"Neufassung der Vorlage 2019/{number + 99:04}" if number > 1 else "Bänke"
        put(council, number, f"2019/{number + 100:04}", name, f"{OLD} Stand {number}.", f"2019-{number:02}-01")
    sync(take_in, council)
    put(council, 1, "2019/0101", "Bänke im Stadtgarten", f"{OLD} Stand 1.", "2019-01-01")
    sync(take_in, council)
    assert in_force(library) == {answer(f"{OLD} Stand 7.")}
    assert library.check().ok


@pytest.mark.parametrize(
    ("reference", "name", "text"),
    [
        ("2019/0123/1", "Bänke im Stadtgarten", SECOND),  # an Ergänzung
        ("2019/0123/1", "Änderungsantrag der SPD: Bänke im Stadtgarten", "Wir beantragen 30 weitere Bänke."),
        ("2019/0123/1", "Niederschrift", OLD.replace("Frage: ", "").replace("Antwort: ", "")),  # it quotes
        ("2019/0123", "Niederschrift", "Der Gemeinderat nimmt die Vorlage zur Kenntnis."),
        ("2019/0124", "Neufassung der Satzung über die Bänke 2019", NEW),
        ("2019/0124", "Bänke im Stadtgarten", NEW),
        ("2019/0124", "Zurückgezogen, ersetzt durch Vorlage 2019/0123", NEW),
    ],
)
def test_what_only_looks_like_it_replaces_nothing(
    council: Council, take_in: TakeIn, library: Library, reference: str, name: str, text: str
) -> None:
    put(council, 1, "2019/0123", "Bänke im Stadtgarten", OLD, "2019-02-01")
    put(council, 2, reference, name, text, "2019-03-01")
    sync(take_in, council)
    assert answer(OLD) in in_force(library)


def test_a_wrong_mark_is_found_and_mended(council: Council, take_in: TakeIn, library: Library) -> None:
    put(council, 1, "2019/0123", "Bänke", OLD, "2019-02-01")
    put(council, 2, "2019/0123/1", "Austauschblatt zu Bänke", NEW, "2019-03-01")
    sync(take_in, council)
    with library.session() as session:
        session.execute(update(PaperRow).values(replaced=[]))
    assert "neuere Fassung" in library.check().problems[0].what
    library.repair()
    assert library.check().ok
    assert in_force(library) == {answer(NEW)}


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("2019/0123/1", ["2019/0123"]),
        ("2019/0123/A", ["2019/0123"]),
        ("2019/0123/NEU", ["2019/0123"]),
        ("2019/0123/E/01", ["2019/0123/E", "2019/0123"]),
        ("16057/1", ["16057"]),
        ("2019/0123", []),
        ("M/23/0101", []),
        ("2019/12", []),
        (None, []),
    ],
)
def test_the_numbers_that_a_number_may_continue(key: str | None, wanted: list[str]) -> None:
    assert bases(key) == wanted


def test_where_a_paper_says_what_it_replaces() -> None:
    text = "- Bitte austauschen - Stellungnahme zu Vorlage Nr. 2019/0123"
    file = File(name="Stellungnahme", sha256="0" * 64, start=0, end=len(text))
    paper = Paper(id="x", reference="2019/0500", name="Bänke", text=text, files=(file,))
    assert claims_of(paper) == {"2019/0123": Claim.sheet}
    assert claims_of(paper.model_copy(update={"text": f"{'Wort ' * 400}{text}"})) == {}
