from pathlib import Path

import pytest
from sqlalchemy import select

from assistant.library import Library, ingest
from assistant.library.tables import RunRow, SourceRow
from assistant.model import Scope
from assistant.settings import Settings
from tests.library.conftest import TakeIn
from tests.library.fakes import HashingEmbedder, SimpleReader

RADWEGE = "Vorlage: 2019/1010\n\nTitel: Radwege\n\nFrage: Wie viele Radwege gibt es?\nAntwort: Es gibt fünf Radwege."
SCHULE = "Vorlage: 2018/0001\n\nTitel: Schule\n\nDie Schule hat 300 Kinder.\n\nEin Anbau ist geplant."


def test_papers_become_exchanges_and_passages(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    (folder / "b.txt").write_text(SCHULE)
    report = take_in()
    assert (report.papers, report.exchanges, report.passages, report.failed) == (2, 1, 2, ())
    paper = library.paper("2019/1010")
    assert paper is not None
    (exchange,) = paper.exchanges
    assert exchange.answer == "Es gibt fünf Radwege."
    assert [paper.text[span.start : span.end] for span in exchange.spans] == [exchange.answer]
    assert library.paper(paper.id) == paper


def test_what_is_unchanged_is_neither_read_nor_embedded(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    take_in()
    embedder, reader = library.embedder, SimpleReader()
    assert isinstance(embedder, HashingEmbedder)
    encoded = embedder.encoded
    report = take_in(reader=reader)
    assert (report.papers, report.unchanged, reader.count, embedder.encoded - encoded) == (0, 1, 0, 0)


def test_a_changed_file_replaces_its_paper_and_keeps_its_id(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    take_in()
    before = library.paper("2019/1010")
    (folder / "a.txt").write_text(RADWEGE.replace("fünf", "sechs"))
    assert take_in().papers == 1
    after = library.paper("2019/1010")
    assert before is not None
    assert after is not None
    assert before.id == after.id
    assert "sechs" in after.text
    assert library.counts() == {"papers": 1, "exchanges": 1, "passages": 0}
    assert library.check().ok


def test_a_broken_file_is_reported_and_stops_nobody(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text("KAPUTT")
    (folder / "b.txt").write_text(SCHULE)
    report = take_in()
    assert [(failure.source, failure.reason) for failure in report.failed] == [("a.txt", "Die Datei ist beschädigt.")]
    assert report.papers == 1
    reader = SimpleReader()
    assert take_in(reader=reader).failed == report.failed
    assert reader.count == 0
    (folder / "a.txt").write_text(RADWEGE)
    assert take_in().failed == ()
    assert library.paper("2019/1010") is not None


@pytest.mark.parametrize("slow", ["LANGSAM", RADWEGE + "\n\nSPAET"])
def test_what_took_too_long_to_read_is_read_again_next_time(
    folder: Path, take_in: TakeIn, library: Library, slow: str
) -> None:
    (folder / "a.txt").write_text(slow)
    assert "zu lange" in take_in().failed[0].reason
    reader = SimpleReader()
    assert "zu lange" in take_in(reader=reader).failed[0].reason
    assert reader.count == 1
    assert (library.paper("2019/1010") is not None) == (slow != "LANGSAM")


def test_a_paper_that_can_no_longer_be_read_stays_as_it_was(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    take_in()
    (folder / "a.txt").write_text("KAPUTT")
    assert len(take_in().failed) == 1
    assert library.paper("2019/1010") is not None


def test_files_of_one_reference_are_one_paper(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "Anfrage.txt").write_text("Vorlage: 2019/1010\n\nTitel: Radwege\n\nWir fragen nach Radwegen.")
    (folder / "Stellungnahme.txt").write_text(RADWEGE)
    report = take_in()
    assert (report.papers, library.counts()["papers"]) == (1, 1)
    paper = library.paper("2019/1010")
    assert paper is not None
    assert [file.name for file in paper.files] == ["Anfrage.txt", "Stellungnahme.txt"]
    assert len(paper.exchanges) == 1
    assert take_in().unchanged == 2


def test_a_change_in_one_of_several_files_keeps_the_others(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "Anfrage.txt").write_text("Vorlage: 2019/1010\n\nTitel: Radwege\n\nWir fragen nach Radwegen.")
    (folder / "Stellungnahme.txt").write_text(RADWEGE)
    take_in()
    (folder / "Stellungnahme.txt").write_text(RADWEGE.replace("fünf", "sechs"))
    take_in()
    paper = library.paper("2019/1010")
    assert paper is not None
    assert "sechs" in paper.text
    assert "Wir fragen" in paper.text
    assert library.counts()["papers"] == 1


def test_moved_and_renamed_files_are_recognised(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    take_in()
    (folder / "neu").mkdir()
    (folder / "a.txt").rename(folder / "neu" / "b.txt")
    reader = SimpleReader()
    report = take_in(reader=reader, prune=True)
    assert (report.unchanged, report.removed, reader.count) == (1, 0, 0)
    with library.reading() as session:
        assert [key.rsplit("/", 2)[1:] for key in session.execute(select(SourceRow.key)).scalars()] == [
            ["neu", "b.txt"]
        ]


def test_prune_after_the_folder_was_moved_knows_what_did_not_come_along(
    folder: Path, take_in: TakeIn, library: Library
) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    (folder / "b.txt").write_text(SCHULE)
    take_in()
    (folder / "b.txt").unlink()
    folder.rename(folder.parent / "umgezogen")
    reader = SimpleReader()
    report = take_in(str(folder.parent / "umgezogen"), reader=reader, prune=True)
    assert (report.unchanged, report.removed, reader.count) == (1, 1, 0)
    assert library.paper("2019/1010") is not None
    assert library.paper("2018/0001") is None
    assert library.check().ok


def test_prune_of_a_copied_folder_spares_the_first(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    (folder / "b.txt").write_text(SCHULE)
    take_in()
    (folder.parent / "kopie").mkdir()
    (folder.parent / "kopie" / "a.txt").write_text(RADWEGE)
    assert take_in(str(folder.parent / "kopie"), prune=True).removed == 0
    assert library.counts()["papers"] == 2


def test_prune_removes_what_is_gone(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    (folder / "b.txt").write_text(SCHULE)
    take_in()
    (folder / "b.txt").unlink()
    assert take_in().removed == 0
    assert take_in(prune=True).removed == 1
    assert library.paper("2018/0001") is None
    assert library.words.search("Schule", Scope()) == []
    assert library.check().ok


def test_a_lost_file_of_a_paper_takes_only_its_text_along(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "Anfrage.txt").write_text("Vorlage: 2019/1010\n\nTitel: Radwege\n\nWir fragen nach Radwegen.")
    (folder / "Stellungnahme.txt").write_text(RADWEGE)
    take_in()
    (folder / "Anfrage.txt").unlink()
    take_in(prune=True)
    take_in()
    paper = library.paper("2019/1010")
    assert paper is not None
    assert [file.name for file in paper.files] == ["Stellungnahme.txt"]


def test_not_public_is_kept_out_of_every_search(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    take_in(not_public=True)
    vector = library.embedder.encode(["Radwege"])[0]
    assert library.words.search("Radwege", Scope()) == []
    assert library.vectors.search(vector, Scope()) == []
    assert library.paper("2019/1010") is None
    assert library.counts()["papers"] == 0
    secret = Scope(public_only=False)
    assert len(library.words.search("Radwege", secret)) == len(library.vectors.search(vector, secret)) == 1


@pytest.mark.parametrize(
    ("marks", "public"), [("", False), ("Öffentlich: ja", True), ("Öffentlich: ja\n\nÖffentlich: nein", False)]
)
def test_with_not_public_only_a_mark_makes_public(
    folder: Path, take_in: TakeIn, library: Library, marks: str, public: bool
) -> None:
    (folder / "a.txt").write_text(f"{RADWEGE}\n\n{marks}")
    take_in(not_public=True)
    assert (library.paper("2019/1010") is not None) is public


def test_citations_are_known_both_ways_whatever_comes_first(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text(RADWEGE.replace("fünf Radwege", "fünf Radwege, siehe Vorlage Nr. 2018/0001"))
    take_in()
    (folder / "b.txt").write_text(SCHULE)
    take_in()
    citing, cited = library.paper("2019/1010"), library.paper("2018/0001")
    assert citing is not None
    assert cited is not None
    assert library.cites(citing.id) == [cited.id]
    assert library.cited_by(cited.id) == [citing.id]
    assert library.cites_of([citing.id, cited.id]) == {citing.id: [cited.id], cited.id: []}


def test_every_run_is_on_record(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    (folder / "b.txt").write_text("KAPUTT")
    take_in()
    (run,) = library.runs()
    assert (run["papers"], run["error"]) == (1, None)
    assert run["failed"] == [{"source": "b.txt", "reason": "Die Datei ist beschädigt."}]
    assert run["finished"] >= run["started"]


def test_a_batch_is_stored_whole_or_not_at_all(folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        (folder / f"{number}.txt").write_text(RADWEGE.replace("1010", f"101{number}"))

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("assistant.library.store.note_changes", fail)
    with pytest.raises(RuntimeError):
        ingest(library, [str(folder)], reader=SimpleReader())
    with library.reading() as session:
        assert session.execute(select(SourceRow)).first() is None
        assert session.execute(select(RunRow)).first() is not None


def test_same_papers_get_the_same_ids_elsewhere(
    folder: Path, take_in: TakeIn, library: Library, tmp_path: Path
) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    take_in()
    other = tmp_path / "anderswo"
    folder.rename(other)
    with Library.open(Settings(data_dir=tmp_path / "zweite"), HashingEmbedder()) as second:
        ingest(second, [str(other)], reader=SimpleReader())
        assert second.paper_ids() == library.paper_ids()


def test_a_source_that_is_not_there_spares_the_others(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text(RADWEGE)
    (folder.parent / "bild.png").write_bytes(b"x")
    report = take_in(str(folder), "/gibt/es/nicht", str(folder.parent / "bild.png"))
    assert report.papers == 1
    assert [failure.source for failure in report.failed] == ["/gibt/es/nicht", str(folder.parent / "bild.png")]


def test_links_out_of_the_folder_are_not_followed(folder: Path, take_in: TakeIn, library: Library) -> None:
    outside = folder.parent / "geheim.txt"
    outside.write_text(RADWEGE)
    (folder / "link.txt").symlink_to(outside)
    (folder / "ordner").symlink_to(folder.parent)
    assert take_in().papers == 0


def test_a_file_that_came_while_its_folder_was_moved_is_joined(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "eins.txt").write_text("Vorlage: 2020/0001\n\nFrage: Was?\nAntwort: Das.")
    take_in()
    moved = folder.rename(folder.with_name("umgezogen"))
    (moved / "zwei.txt").write_text("Vorlage: 2020/0001\n\nFrage: Wer?\nAntwort: Der.")
    take_in(str(moved))
    paper = library.paper("2020/0001")
    assert paper is not None
    assert [exchange.answer for exchange in paper.exchanges] == ["Das.", "Der."]


def test_a_file_that_could_not_be_read_is_told_again_and_is_not_unchanged(folder: Path, take_in: TakeIn) -> None:
    (folder / "gut.txt").write_text("Vorlage: 2020/0001\n\nFrage: Was?\nAntwort: Das.")
    (folder / "schlecht.txt").write_text("KAPUTT")
    take_in()
    report = take_in()
    assert (report.papers, report.unchanged, len(report.failed)) == (0, 1, 1)
