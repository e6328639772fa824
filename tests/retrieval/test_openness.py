"""What a person without the right must not learn: nothing of a nichtöffentlich paper, by no way round."""

from collections.abc import Iterator

import pytest

from assistant.library import Library
from assistant.model import Inquiry, Precedent, Question, Scope
from assistant.retrieval import find, search, timeline
from assistant.settings import Settings
from tests.retrieval.town import LINDENAU, Sheet, Vorlage, put

PUBLIC = Scope(public_only=True)
QUESTION = "Wie viele Kinder stehen auf der Warteliste der Kindertagesstätten?"
SECRET = Vorlage(
    "2021/0900",
    "Warteliste der Kindertagesstätten in Trägerschaft der Stiftung",
    (
        Sheet(
            "2021-05-03",
            pairs=(
                (
                    QUESTION,
                    "Auf der Warteliste der Stiftung stehen 41 Kinder. Auf Vorlage Nr. 2017/0031 wird verwiesen.",
                ),
            ),
            passages=("Die Stiftung verlangt für die Kindertagesstätten ihrer Warteliste einen Zuschuss der Stadt.",),
        ),
    ),
    department="Rechtsamt",
    public=False,
)
ASKED = [
    QUESTION,
    "Wie viele?",
    "Was zahlt die Stadt der Stiftung?",
    "Warteliste 2021/0900",
    "2021/0900",
    "Anfrage vom 3. Mai 2021 zur Warteliste",
    "Preis des Grundstücks Mühlenstraße 12",
]


@pytest.fixture(scope="module")
def with_secret(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(Settings(data_dir=tmp_path_factory.mktemp("mit"))) as made:
        put(made, *LINDENAU, SECRET)
        yield made


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(Settings(data_dir=tmp_path_factory.mktemp("ohne"))) as made:
        put(made, *(one for one in LINDENAU if one.public))
        yield made


def _shown(hits: tuple[Precedent, ...] | list[Precedent]) -> list[tuple]:
    """All that is shown of results but the figures of their score, which hang on how rare a word is."""
    return [(hit.rank, hit.paper.reference, hit.text, hit.voice, hit.date, hit.why, hit.marks) for hit in hits]


def test_the_secret_is_found_by_whom_it_concerns(with_secret: Library) -> None:
    hits = search(with_secret, QUESTION, Scope(public_only=False))
    assert "2021/0900" in {hit.paper.reference for hit in hits}
    assert any("angeführt in Vorlage" in hit.why and "2021/0900" in hit.why for hit in hits)
    found = find(with_secret, Question(text=QUESTION), Inquiry(id="i"), Scope(public_only=False))
    assert "Rechtsamt" in {share.name for share in found.departments}
    assert "2021/0900" in {hit.paper.reference for hit in timeline(with_secret, QUESTION, Scope(public_only=False))}


@pytest.mark.parametrize("text", ASKED)
def test_the_public_sees_results_as_if_there_were_no_secret(with_secret: Library, without: Library, text: str) -> None:
    """Neither a result nor a gap between ranks, nor who refers to what, nor how many there are."""
    assert _shown(search(with_secret, text, PUBLIC, 100)) == _shown(search(without, text, PUBLIC, 100))


@pytest.mark.parametrize("text", ASKED)
def test_the_public_is_told_of_offices_and_years_as_if_there_were_no_secret(
    with_secret: Library, without: Library, text: str
) -> None:
    inquiry = Inquiry(id="i", topic="Warteliste der Kindertagesstätten", preamble="Die Stiftung wartet.")
    one, other = (find(library, Question(text=text), inquiry, PUBLIC) for library in (with_secret, without))
    assert _shown(one.precedents) == _shown(other.precedents)
    # How rare a word is, is counted over all papers: that may turn the order of what was rejected, no more.
    assert {shown[1:] for shown in _shown(one.rejected)} == {shown[1:] for shown in _shown(other.rejected)}
    assert [share.name for share in one.departments] == [share.name for share in other.departments]
    assert one.confidence == pytest.approx(other.confidence, abs=0.05)
    assert _shown(timeline(with_secret, text, PUBLIC)) == _shown(timeline(without, text, PUBLIC))


def test_the_public_count_leaves_it_out(with_secret: Library, without: Library) -> None:
    assert with_secret.counts(public_only=True) == without.counts(public_only=True)
    assert with_secret.counts(public_only=False)["papers"] > with_secret.counts(public_only=True)["papers"]
