"""What people said of finds becomes a measure, and a dataset that other measures read."""

import json

import pytest

from assistant.errors import BadInput, NotFound
from assistant.library import Library, ingest
from assistant.model import Scope
from assistant.retrieval import search
from assistant.review import Desk, Role
from corpus import papers_dir
from evals import run
from evals.feedback import cases_of, export, write_dataset

QUESTION = "Was kostet ein Bewohnerparkausweis?"


@pytest.fixture
def judged(settings):
    """A library in which somebody found the first find useful and the last one wrong."""
    with Library.open(settings) as library:
        ingest(library, [str(papers_dir())])
        desk = Desk(library)
        person = desk.add_person("petersen", "Jana Petersen", roles=[Role.clerk.value])
        finds = list(dict.fromkeys(hit.paper.id for hit in search(library, QUESTION, Scope(), limit=20)))
        desk.judge_find(person, QUESTION, finds[0], "useful")
        desk.judge_find(person, QUESTION, finds[-1], "wrong_source")
        desk.judge_find(person, "Wie hoch ist der Wasserturm?", finds[0], "wrong")
    return settings, finds


def test_the_library_s_own_feedback_is_measured(judged, tmp_path):
    settings, _ = judged
    report = run("feedback", settings, output=tmp_path)
    assert report.n == 2
    assert report.measures["useful in 10"] == 1.0
    assert report.measures["judgements"] == 3
    rows = [json.loads(line) for line in (tmp_path / report.per_case).read_text(encoding="utf-8").splitlines()]
    assert rows[0]["right"] == 1.0


def test_as_a_dataset_it_names_nobody_and_the_search_is_measured_by_it(judged, tmp_path):
    settings, finds = judged
    assert export(settings, tmp_path / "urteile") == 2
    written = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "urteile").iterdir())
    assert "petersen" not in written.casefold()
    assert f"0 {finds[0]} 1" in written
    assert f"0 {finds[-1]} 0" in written
    again = run("feedback", settings, data=tmp_path / "urteile", output=tmp_path)
    assert again.n == 2
    assert run("retrieval", settings, data=tmp_path / "urteile", output=tmp_path).measures["recall@10"] == 1.0


def test_of_several_judgements_on_one_find_the_last_counts():
    judgements = [{"question": "Wie?", "paper": "a", "verdict": "useful", "date": "2024-01-01"}] * 2
    judgements += [{"question": " Wie? ", "paper": "a", "verdict": "outdated", "date": "2024-01-02"}]
    (case,) = cases_of(judgements)
    assert case["verdicts"] == {"a": "outdated"}


def test_a_wrong_find_above_the_useful_one_is_not_right(judged, tmp_path):
    settings, finds = judged
    folder = tmp_path / "umgekehrt"
    said = [{"question": QUESTION, "paper": finds[0], "verdict": "wrong"}]
    said += [{"question": QUESTION, "paper": finds[1], "verdict": "useful"}]
    said += [{"question": "Bewohnerparkausweis", "paper": finds[0], "verdict": "outdated"}]
    assert write_dataset(said, folder) == 2
    measures = run("feedback", settings, data=folder, output=tmp_path).measures
    assert (measures["right"], measures["useful in 10"], measures["rejected in 3"]) == (0.0, 1.0, 1.0)


def test_a_line_that_is_no_judgement_is_named(judged, tmp_path):
    settings, finds = judged
    folder = tmp_path / "kaputt"
    write_dataset([{"question": QUESTION, "paper": finds[0], "verdict": "useful"}], folder)
    with (folder / "qrels.txt").open("a", encoding="utf-8") as file:
        file.write("nur drei Wörter\n")
    with pytest.raises(BadInput, match="Zeile 2"):
        run("feedback", settings, data=folder, output=tmp_path)


def test_without_feedback_it_says_so(settings, tmp_path):
    with pytest.raises(NotFound, match="noch keine Rückmeldung"):
        run("feedback", settings, output=tmp_path)
