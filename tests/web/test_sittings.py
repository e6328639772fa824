"""The history of an answer is told by sittings; every state in between stays to be restored."""

import datetime as dt

from assistant.model import DraftItem, ItemStatus, Sentence
from assistant.review import TAKEN_OUT, Edit, Version
from web.sittings import sittings

MORNING = dt.datetime(2024, 9, 2, 9, 0, tzinfo=dt.UTC)


def version(
    number: int, minutes: int, text: str, by: str = "petersen", act: str = "edited", edit: Edit = Edit.editorial
) -> Version:
    content = DraftItem(question="Wie viele?", status=ItemStatus.drafted, sentences=(Sentence(text=text, author=by),))
    reasons = (f"{TAKEN_OUT}Satz {number}",) if edit is Edit.substantive else ()
    at = MORNING + dt.timedelta(minutes=minutes)
    return Version(item=0, version=number, at=at, by=by, act=act, edit=edit, reasons=reasons, content=content)


FIRST = version(1, 0, "Es sind 3.", by="machine", act="drafted", edit=Edit.none)


def test_what_one_person_writes_without_a_long_pause_is_one_change() -> None:
    written = [version(2, 5, "Es sind 3 Bänke."), version(3, 6, "Es sind 4 Bänke.", edit=Edit.substantive)]
    written += [version(4, 12, "Es sind 4 Bänke im Park.")]
    told = sittings([*reversed(written), FIRST])
    assert [(one.version.version, [between.version for between in one.between]) for one in told] == [
        (4, [3, 2]),
        (1, []),
    ]
    assert (told[0].edit, told[0].taken_out) == (Edit.substantive, ("Satz 3",))
    assert " ".join(piece.text for piece in told[0].pieces if piece.kind != "added") == "Es sind 3."


def test_another_person_a_pause_and_another_act_begin_anew() -> None:
    for other in (
        version(3, 6, "Es sind 4.", by="holm"),
        version(3, 40, "Es sind 4."),
        version(3, 6, "Es sind 4.", act="restored"),
    ):
        assert [one.between for one in sittings([other, version(2, 5, "Es sind 5."), FIRST])] == [(), (), ()]
