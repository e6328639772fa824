import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library import Library
from assistant.library.vectors import Matrix, _Papers
from assistant.model import Scope
from tests.library.conftest import TakeIn
from tests.library.fakes import HashingEmbedder

DAY = dt.date(2020, 1, 1)


def head(
    public: bool = True, kind: str = "", office: str = "", bodies: tuple[str, ...] = (), names: tuple = ()
) -> tuple:
    return public, kind, office, frozenset(bodies), frozenset(names)


def matrix(rows: np.ndarray, days: list[int], paper: list[int], heads: list[tuple]) -> Matrix:
    units = np.arange(100, 100 + len(rows))
    return Matrix(
        1, rows, units, np.array(days, dtype=np.int32), np.array(paper), _Papers(list(map(str, heads)), heads)
    )


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_the_scan_is_exactly_the_sorted_list_of_what_may_be_seen(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 40))
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    rows = rng.integers(-2, 3, (count, 4)).astype(np.float32)
    days = [int(day) for day in rng.integers(DAY.toordinal() - 2, DAY.toordinal() + 2, count)]
    heads = [head(bool(rng.integers(2)), str(rng.integers(2)), f"p{at}") for at in range(5)]
    paper = [int(at) for at in rng.integers(0, 5, count)]
    scope = Scope(
        before=data.draw(st.sampled_from([None, DAY])),
        public_only=data.draw(st.booleans()),
        paper_type=data.draw(st.sampled_from([None, "0", "1"])),
        exclude=data.draw(st.sampled_from([frozenset(), frozenset({"p1", "p2"})])),
    )
    vector = rng.integers(-2, 3, 4).astype(np.float32)
    limit = data.draw(st.integers(1, 50))
    seen = [
        (100 + at, float(rows[at] @ vector))
        for at in range(count)
        if (heads[paper[at]][0] or not scope.public_only)
        and (scope.before is None or days[at] < scope.before.toordinal())
        and scope.paper_type in (None, heads[paper[at]][1])
        and not heads[paper[at]][4] & scope.exclude
    ]
    found = matrix(rows, days, paper, heads).search(vector, scope, limit)
    assert [score for _, score in found] == sorted((score for _, score in seen), reverse=True)[:limit]
    assert set(found) <= set(seen)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))


TEXT = """Vorlage: 2020/{0:04d}

Titel: Parken {0}

Datum: 2020-01-{0:02d}

Art: {1}

Amt: Ordnungsamt

Fraktion: FWG Musterstadt

Am Markt wird geparkt, Fall {0}."""


@pytest.fixture
def parking(folder: Path, take_in: TakeIn, library: Library) -> Library:
    for number in range(1, 6):
        (folder / f"{number}.txt").write_text(TEXT.format(number, "Anfrage" if number % 2 else "Antrag"))
    take_in()
    return library


def found(library: Library, **scope: object) -> list[str]:
    vector = library.embedder.encode(["Markt geparkt Fall"])[0]
    units = library.units([unit for unit, _ in library.vectors.search(vector, Scope(**scope))])  # type: ignore[arg-type]
    return sorted(str(unit.paper.reference) for unit in units.values())


def test_filters_of_the_scope(parking: Library) -> None:
    assert len(found(parking)) == 5
    assert found(parking, before=dt.date(2020, 1, 3)) == ["2020/0001", "2020/0002"]
    assert found(parking, paper_type="antrag") == ["2020/0002", "2020/0004"]
    assert len(found(parking, organization="fwg  musterstadt")) == 5
    assert found(parking, organization="FWG") == []
    assert found(parking, department="Bauamt") == []
    paper = parking.paper("2020/0001")
    assert paper is not None
    assert found(parking, exclude=frozenset({paper.id, "2020/0002"})) == ["2020/0003", "2020/0004", "2020/0005"]


def test_without_a_date_it_is_known_on_no_day(folder: Path, take_in: TakeIn, library: Library) -> None:
    (folder / "a.txt").write_text("Vorlage: 2020/0001\n\nAm Markt wird geparkt, Fall 1.")
    take_in()
    assert found(library) == ["2020/0001"]
    assert found(library, before=dt.date(2999, 1, 1)) == []


def test_a_second_library_sees_what_the_first_stores(parking: Library, folder: Path, take_in: TakeIn) -> None:
    with Library.open(parking.settings, HashingEmbedder()) as other:
        assert len(found(other)) == 5
        (folder / "9.txt").write_text(TEXT.format(9, "Anfrage"))
        (folder / "1.txt").write_text(TEXT.format(1, "Anfrage").replace("2020/0001", "2020/0077"))
        take_in()
        assert found(other) == ["2020/0002", "2020/0003", "2020/0004", "2020/0005", "2020/0009", "2020/0077"]
        parking.remove("2020/0009")
        assert "2020/0009" not in found(other)
        assert np.array_equal(np.sort(other.vectors.matrix().units), np.sort(_fresh(parking)))


def _fresh(library: Library) -> np.ndarray:
    with Library.open(library.settings, HashingEmbedder()) as new:
        return new.vectors.matrix().units


def test_another_embedding_is_adopted_without_mixing(parking: Library, tmp_path: Path) -> None:
    with Library.open(parking.settings, HashingEmbedder()) as other:
        new = HashingEmbedder(seed="neu")
        parking.adopt(new, tmp_path / "stadt-1")
        assert parking.embedder is new
        assert parking.vectors.fingerprint == new.fingerprint
        assert len(found(parking)) == 5
        assert len(found(other)) == 5  # still under the one before
        assert parking.check().ok
    assert (parking.settings.data_dir / "embedding" / "current").read_text() == "stadt-1\n"
    third = HashingEmbedder(seed="dritte")
    parking.adopt(third, tmp_path / "stadt-2")
    parking.adopt(new, tmp_path / "stadt-1")
    with parking.reading() as session:
        from assistant.library.tables import VectorRow

        kept = {row[0] for row in session.query(VectorRow.fingerprint).distinct()}
    assert kept == {new.fingerprint, third.fingerprint}


def test_units_stored_under_another_embedding_are_filled_in(parking: Library) -> None:
    with Library.open(parking.settings, HashingEmbedder(seed="anders")) as other:
        assert len(found(other)) == 5
        assert other.notices == []
