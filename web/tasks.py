"""What both the pages and the interface do in more than one call: reading, exporting, releasing."""

import datetime as dt
import re
import unicodedata

from assistant.errors import BadInput, NotAllowed
from assistant.model import Draft
from assistant.publishing import Format, Imprint, Signature, Sources, export, title
from assistant.review import Desk, Filed, Person, SignOff, State


def take_in(desk: Desk, person: Person, data: bytes, name: str, public: bool | None = None) -> Filed:
    """Read an Anfrage and put it on the desk; nobody takes in what they may not see."""
    from assistant.reading import read_inquiry

    if not data.strip():
        raise BadInput("Die Anfrage ist leer. Bitte eine Datei wählen oder den Text einfügen.")
    inquiry = read_inquiry(data, name)
    if public is not None:
        inquiry = inquiry.model_copy(update={"public": public})
    if not inquiry.public and not person.not_public:
        raise NotAllowed("Die Anfrage ist nichtöffentlich. Aufnehmen kann sie nur, wer Nichtöffentliches sehen darf.")
    return desk.add_inquiry(inquiry, person, name=name, data=data)


def exported(desk: Desk, person: Person, draft_id: str, format: Format, sources: Sources) -> tuple[bytes, str]:
    """The answer in one format, its quotes verified once more, and a name for the file."""
    draft = desk.checked_draft(draft_id, person)
    data = export(
        draft, format, desk.town, sources, signatures(desk.sign_offs(draft_id, person)), imprint(desk, person, draft)
    )
    reference = desk.released(draft_id, person)[0]
    return data, file_name(reference or f"Entwurf {title(draft.inquiry)}", format)


def signatures(decisions: list[SignOff]) -> list[Signature]:
    """The signatures that count, as they are printed."""
    return [
        Signature(station=s.station, name=f"i. V. {s.name}" if s.deputy else s.name, date=s.at.date())
        for s in decisions
        if s.holds
    ]


def imprint(desk: Desk, person: Person, draft: Draft) -> Imprint:
    reference, day, _ = desk.released(draft.id, person)
    released = desk.state(draft.id, person) is State.released
    return Imprint(reference=reference or None, date=day, released=released)


def publish_paper(desk: Desk, person: Person, draft_id: str, reference: str, day: dt.date | None = None) -> str:
    """Release the answer and put it back into the library; gives the id of the paper it became."""
    draft = desk.publish(draft_id, person, reference, day=day)
    number, released, _ = desk.released(draft_id, person)
    return file_paper(desk, draft, number, released or desk.now().date())


def file_paper(desk: Desk, draft: Draft, reference: str, day: dt.date) -> str:
    from assistant.publishing import release

    paper = release(draft, desk.library, desk.town, Imprint(reference=reference, date=day, released=True))
    desk.became_paper(draft.id, paper.id)
    return paper.id


def file_what_is_left(desk: Desk) -> None:
    """Released answers that a kill kept from the library are put there at the next start."""
    for draft, reference, day in desk.unfiled():
        file_paper(desk, draft, reference, day)


def file_name(text: str, format: str) -> str:
    """A name that every file system and every header takes."""
    plain = text.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}))
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', ascii_only).strip('-')[:80] or 'Antwort'}.{format}"
