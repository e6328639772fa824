"""What goes out comes back: an export reads as it was written, a released answer is a paper."""

import datetime as dt
import json

import pytest

import corpus
from assistant.errors import BadInput
from assistant.library import Library, ingest
from assistant.model import Consultation, Draft, DraftItem, Sentence
from assistant.publishing import Imprint, export, release
from assistant.reading import ReadFile, read_paper
from assistant.sources.oparl import OParl
from assistant.sources.web import Fetcher
from tests.publishing.papers import QUOTE, citation, draft, item
from tests.sources.council import Council

RELEASED = Imprint(
    reference="M 24/0123",
    date=dt.date(2024, 3, 20),
    department="Tiefbauamt",
    clerk="Lindner, Eva",
    consultations=(Consultation(organization="Bauausschuss", date=dt.date(2024, 4, 9), role="Kenntnisnahme"),),
    released=True,
)
# Answers of every kind: joint, with lists, tables, sub-questions, numbers of their own.
ANSWERED = ["M-21-0029", "M-20-0088", "M-22-0147", "M-22-0169", "2017-0166"]


def words(text: str) -> str:
    return " ".join(text.split())


def drafted(stem: str) -> Draft:
    """A draft that answers as the demo town once did."""
    path = next((corpus.gold_dir() / "reading").glob(f"{stem}__*.json"))
    return draft(
        *(
            DraftItem(
                number=row["number"],
                question=row["question"],
                status="drafted",
                sentences=(Sentence(text=row["answer"], citations=(citation(),)),),
            )
            for row in json.loads(path.read_text(encoding="utf-8"))["exchanges"]
        )
    )


@pytest.mark.parametrize("format", ["docx", "pdf", "txt"])
@pytest.mark.parametrize("stem", ANSWERED)
def test_an_export_reads_back_as_the_same_exchanges(format, stem, town):
    written = drafted(stem)
    paper = read_paper([ReadFile(f"antwort.{format}", export(written, format, town, imprint=RELEASED))]).paper
    read = [(one.number, words(one.question), words(one.answer)) for one in paper.exchanges]
    assert read == [(one.number, words(one.question), words(one.text)) for one in written.items]
    assert (paper.reference, paper.date, paper.public) == ("M 24/0123", dt.date(2024, 3, 20), True)
    assert paper.department == "Tiefbauamt"
    assert [(c.organization, c.role) for c in paper.consultations] == [("Bauausschuss", "Kenntnisnahme")]


@pytest.fixture
def library(settings):
    with Library.open(settings) as opened:
        yield opened


def test_a_released_answer_is_found_as_a_paper(library, town):
    paper = release(draft(item(QUOTE)), library, town, RELEASED)
    kept = library.paper("M 24/0123")
    assert kept is not None
    assert kept.id == paper.id
    assert [(one.number, one.answer) for one in kept.exchanges] == [("1", QUOTE)]
    assert kept.paper_type == "Mitteilungsvorlage"
    assert kept.date == dt.date(2024, 3, 20)
    assert "ENTWURF" not in kept.text


def test_releasing_twice_changes_nothing(library, town):
    first = release(draft(item(QUOTE)), library, town, RELEASED)
    assert release(draft(item(QUOTE)), library, town, RELEASED) == first
    assert library.counts()["papers"] == 1
    assert len(list((library.settings.data_dir / "freigegeben").iterdir())) == 1


def test_what_is_not_public_stays_so(library, town):
    release(draft(item(QUOTE), public=False), library, town, RELEASED)
    assert library.paper("M 24/0123") is None
    assert library.paper("M 24/0123", public_only=False) is not None


def test_a_reference_leads_out_of_no_folder(library, town):
    odd = RELEASED.model_copy(update={"reference": "../../M 24/0124"})
    release(draft(item(QUOTE)), library, town, odd)
    files = [path.name for path in library.settings.data_dir.rglob("*.pdf")]
    assert files == ["M-24-0124__d1.pdf"]


@pytest.mark.parametrize("missing", ["reference", "date"])
def test_without_number_or_date_nothing_is_released(library, town, missing):
    with pytest.raises(BadInput, match="Vorlagennummer"):
        release(draft(item(QUOTE)), library, town, RELEASED.model_copy(update={missing: None}))


def test_a_released_answer_that_comes_back_from_the_council_is_one_paper_and_the_councils_version_wins(library, town):
    ours = release(draft(item(QUOTE)), library, town, RELEASED)
    with Council() as council:
        council.paper(1, name="Mitteilung der Verwaltung", reference="M 24/0123", paperType="Mitteilungsvorlage")
        source = OParl(council.url, fetcher=Fetcher(council.url, sleep=lambda _: None))
        report = ingest(library, [source])
        theirs = library.paper("M 24/0123")
        assert (theirs.id, theirs.name, library.counts()["papers"]) == (ours.id, "Mitteilung der Verwaltung", 1)
        assert theirs.oparl_id == council.id("paper/1")
        (merged,) = report.merged
        assert merged.paper == ours.id
        assert {"name", "text"} <= set(merged.fields)
    release(draft(item(QUOTE)), library, town, RELEASED)  # as `serve` does again after a kill
    assert library.paper("M 24/0123") == theirs
    assert library.check().ok
