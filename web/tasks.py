"""What both the pages and the interface do in more than one call: reading, exporting, releasing."""

import datetime as dt
import re
import unicodedata

import structlog

from assistant.errors import BadInput, NotAllowed, VorlagenError
from assistant.model import Draft
from assistant.publishing import Format, Imprint, Signature, Sources, export, title
from assistant.review import Desk, Filed, Person, SignOff, State

log = structlog.get_logger()


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


def pasted(text: str) -> bytes:
    """A text from a form or from JSON as a file's bytes, without what no text file holds."""
    kept = "".join(c for c in text if c in "\n\r\t" or (ord(c) >= 32 and c != "\ufffd"))
    return kept.encode("utf-8", "ignore")


def keep_uploads(desk: Desk, files: list[tuple[str, bytes]]) -> str:
    """Put uploaded papers into the folder from which they are taken in; the folder's path.

    A file of the same name takes the place of the one before: it is the same paper, newer.
    """
    folder = desk.library.settings.data_dir / "eingang"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files:
        (folder / _plain_name(name)).write_bytes(data)
    return str(folder.resolve())


def _plain_name(name: str) -> str:
    """A file's name without folders, hidden names and what file systems do not take."""
    last = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    return re.sub(r"[^\w .()+-]+", "_", last).strip(" .")[-150:] or "Vorlage"


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


def publish_paper(desk: Desk, person: Person, draft_id: str, reference: str, day: dt.date | None = None) -> str | None:
    """Release the answer and put it back into the library.

    Gives the id of the paper it became; None when it is released but could not be filed yet, which is
    tried again at the next start.
    """
    draft = desk.publish(draft_id, person, reference, day=day)
    number, released, _ = desk.released(draft_id, person)
    return _filed(desk, draft, number, released or desk.now().date(), desk.sign_offs(draft_id, person))


def file_what_is_left(desk: Desk) -> None:
    """Released answers that a kill kept from the library are put there at the next start."""
    for draft, reference, day, decisions in desk.unfiled():
        _filed(desk, draft, reference, day, decisions)


def _filed(desk: Desk, draft: Draft, reference: str, day: dt.date, decisions: list[SignOff]) -> str | None:
    from assistant.publishing import release

    head = Imprint(reference=reference, date=day, released=True)
    try:
        paper = release(draft, desk.library, desk.town, head, signatures(decisions))
    except VorlagenError as error:
        log.warning("released answer not filed", draft=draft.id, reason=str(error))
        return None
    desk.became_paper(draft.id, paper.id)
    return paper.id


def file_name(text: str, format: str) -> str:
    """A name that every file system and every header takes."""
    plain = text.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}))
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', ascii_only).strip('-')[:80] or 'Antwort'}.{format}"
