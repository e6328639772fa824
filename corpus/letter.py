"""Set a manuscript as plain text, or as an e-mail with that text."""

import datetime as dt
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from corpus.house import setting
from corpus.manuscript import Manuscript


def text(manuscript: Manuscript) -> bytes:
    data = setting(manuscript)
    head = data["head"]
    opening = [head["letterhead"], f"Auenrade, den {head['date']}", f"{head['paper_type']}: {head['name']}"]
    return ("\n\n".join([*opening, *_paragraphs(data)]) + "\n").encode()


def mail(manuscript: Manuscript) -> bytes:
    head, message = manuscript.head, EmailMessage()
    message["From"], message["To"] = head["sender"], head["recipient"]
    message["Subject"] = f"{head['paper_type']}: {head['name']}"
    noon = dt.datetime.combine(manuscript.date, dt.time(12), dt.timezone(dt.timedelta(hours=2)))
    message["Date"] = format_datetime(noon)
    message["Message-ID"] = f"<{manuscript.stem.lower()}@auenrade.example>"
    message.set_content("\n\n".join(_paragraphs(setting(manuscript))) + "\n", cte="quoted-printable")
    return bytes(message)


def _paragraphs(data: dict[str, Any]) -> list[str]:
    return [
        "".join(run["text"] for run in element["runs"]) for block in data["blocks"] for element in block["elements"]
    ]
