"""Of several versions of one text the newest stands first; what it replaced is marked, or not shown twice."""

from collections.abc import Iterator

import pytest

from assistant.library import Library
from assistant.model import Inquiry, Question, Scope
from assistant.retrieval import find, marks, search
from assistant.settings import Settings
from tests.retrieval.town import Sheet, Vorlage, put

QUESTION = "Was kostet die Ferienbetreuung je Woche einschließlich Mittagessen und Ausflügen?"
OLD = "Die Ferienbetreuung kostet je Woche einschließlich Mittagessen und Ausflügen 55 Euro für jedes Kind."
NEW = "Für die Ferienbetreuung werden künftig 65 Euro erhoben; über Ermäßigungen entscheidet das Amt für Bildung."
SAME = "Die Hallen stehen den Vereinen an Werktagen bis 22 Uhr unentgeltlich zur Verfügung, in den Ferien bis 18 Uhr."


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    ferien = Vorlage(
        "2020/0150",
        "Ferienbetreuung",
        (Sheet("2020-04-01", replaced=True, passages=(OLD,)), Sheet("2020-04-20", passages=(NEW,))),
    )
    hallen = Vorlage(
        "2018/0042",
        "Nutzung der Sporthallen",
        (Sheet("2018-02-01", passages=(SAME,)), Sheet("2018-03-01", passages=(SAME,))),
    )
    with Library.open(Settings(data_dir=tmp_path_factory.mktemp("fassungen"))) as made:
        put(made, ferien, hallen)
        yield made


def test_the_newest_stands_first_though_the_old_one_says_more_of_the_question(versions: Library) -> None:
    hits = [hit for hit in search(versions, QUESTION, Scope()) if hit.paper.reference == "2020/0150"]
    assert [hit.text for hit in hits] == [NEW, OLD]
    assert [marks.REPLACED in hit.marks for hit in hits] == [False, True]


def test_the_replaced_one_is_never_offered_as_an_answer(versions: Library) -> None:
    found = find(versions, Question(text=QUESTION), Inquiry(id="i"), Scope())
    assert NEW in [hit.text for hit in found.precedents]
    assert [hit.text for hit in found.rejected if marks.REPLACED in hit.marks] == [OLD]
    assert all(marks.REPLACED not in hit.marks for hit in found.precedents)


def test_the_same_text_again_is_shown_once_as_of_its_newest_day(versions: Library) -> None:
    hits = [hit for hit in search(versions, "Wann dürfen Vereine die Hallen nutzen?", Scope()) if hit.text == SAME]
    assert [str(hit.date) for hit in hits] == ["2018-03-01"]
