"""E-mail (EML): the Anfrage stands in the body or in an attached PDF or Word file.

What surrounds it is set apart, not lost: quoted earlier mails and the part below the signature
mark become feet of the page; the body of a mail whose attachment is read becomes a notice.
"""

import email
import email.policy
import email.utils
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage

from assistant.errors import BadInput
from assistant.model import Notice
from assistant.reading.cage import shown
from assistant.reading.document import Document, Line, Page
from assistant.reading.hidden import instructions, strip_hidden
from assistant.reading.plain import document_from_text
from assistant.reading.text import decoded, hidden_in_html, text_from_html

_MOST_PARTS = 200
_MOST_DEPTH = 5
_QUOTE_BEGINS = re.compile(
    r"(?:Am|On) .{4,120} (?:schrieb|wrote)\b.{0,120}:\s*$"
    r"|-{2,} ?(?:Ursprüngliche Nachricht|Original Message|Weitergeleitete Nachricht|Original-Nachricht)"
    r"|_{20,}\s*$|(?:Von|From): .+@.+$",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?(?:\s|$)")
_QUOTED = re.compile(r">[> ]*")


def document_from_eml(data: bytes, name: str, alive: Callable[[], None]) -> Document:
    """Read a mail: the attachment that asks, else the body. Raises BadInput."""
    message = _parsed(data, name)
    head = _head(message)
    body, notices = _body(message)
    attached = _asking_attachment(message, name, alive, notices)
    if attached and _questions(attached) >= max(1, len(_QUESTION.findall(body))):
        return _with_head(attached, head, body, notices)
    document = document_from_text(body)
    lines = [*(Line(text) for text in head), Line(""), *_without_quotes(list(document.pages[0].lines))]
    if not body.strip() and attached:
        return _with_head(attached, head, body, notices)
    if not any(line.text for line in document.pages[0].lines):
        raise BadInput(
            f"Die E-Mail „{shown(name)}“ enthält keinen Text. Bitte geben Sie die Anfrage selbst als Datei an."
        )
    return Document((Page(1, tuple(lines)),), (*document.notices, *notices), "text")


def _parsed(data: bytes, name: str) -> EmailMessage:
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise BadInput(f"Die E-Mail „{shown(name)}“ ist beschädigt. Bitte speichern Sie sie als PDF oder Text.")
    if message.get_content_type() in ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"):
        raise BadInput(
            f"Die E-Mail „{shown(name)}“ ist verschlüsselt. Bitte speichern Sie ihren Text oder ihre Anlage als Datei."
        )
    return message


def _head(message: EmailMessage) -> list[str]:
    """Sender, date and subject as a letter would print them."""
    lines = []
    for label, header in (("Von", "from"), ("Datum", "date"), ("Betreff", "subject")):
        value = _header(message, header)
        if header == "date" and value:
            try:
                value = email.utils.parsedate_to_datetime(value).strftime("%d.%m.%Y")
            except (ValueError, TypeError, OverflowError):
                value = ""
        if value:
            lines.append(f"{label}: {strip_hidden(value)[0]}")
    return lines


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())[:500]
    except Exception:  # the parser of headers stumbles over many kinds of nonsense
        return ""


def _parts(message: EmailMessage, depth: int = 0) -> Iterator[EmailMessage]:
    """The leaves of a mail; attached mails are walked into."""
    if depth > _MOST_DEPTH:
        return
    if message.is_multipart():
        for part in message.iter_parts() if message.get_content_maintype() == "multipart" else message.get_payload():
            if isinstance(part, EmailMessage):
                yield from _parts(part, depth + 1)
    else:
        yield message


def _leaves(message: EmailMessage) -> list[EmailMessage]:
    leaves = []
    for part in _parts(message):
        leaves.append(part)
        if len(leaves) >= _MOST_PARTS:
            break
    return leaves


def _body(message: EmailMessage) -> tuple[str, list[Notice]]:
    """The text of a mail, from its plain part or else from its HTML."""
    texts = [part for part in _leaves(message) if part.get_content_maintype() == "text" and not _is_attachment(part)]
    plain = [_text(part) for part in texts if part.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return "\n\n".join(plain), []
    html = [_text(part) for part in texts if part.get_content_type() == "text/html"]
    notices = [
        Notice(
            kind="hidden_text",
            text=words[:500],
            message="Die E-Mail enthält Text, der nicht angezeigt wird; er wurde nicht gelesen.",
        )
        for page in html
        if (words := hidden_in_html(page))
    ]
    return "\n\n".join(text_from_html(page) for page in html), notices


def _is_attachment(part: EmailMessage) -> bool:
    try:
        return part.get_content_disposition() == "attachment"
    except Exception:
        return False


def _payload(part: EmailMessage) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except Exception:
        return b""
    return payload if isinstance(payload, bytes) else b""


def _text(part: EmailMessage) -> str:
    data = _payload(part)
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):
        return decoded(data)


def _asking_attachment(
    message: EmailMessage, name: str, alive: Callable[[], None], notices: list[Notice]
) -> Document | None:
    """The attached PDF or Word file with the most questions."""
    from assistant.reading.formats import document_from_bytes

    best: Document | None = None
    for part in _leaves(message):
        data = _payload(part) if part.get_content_maintype() not in ("text", "image") else b""
        if not (data[:2] == b"PK" or b"%PDF-" in data[:1024]):
            continue
        title = str(part.get_filename() or "Anlage")
        try:
            document = document_from_bytes(data, title, alive)
        except BadInput as error:
            notices.append(Notice(kind="unreadable", text="", message=f"Anlage der E-Mail „{shown(name)}“: {error}"))
            continue
        if best is None or _questions(document) > _questions(best):
            best = document
    return best


def _questions(document: Document) -> int:
    return sum(len(_QUESTION.findall(line.text)) for page in document.pages for line in page.lines)


def _with_head(document: Document, head: list[str], body: str, notices: list[Notice]) -> Document:
    first = document.pages[0] if document.pages else Page(1, ())
    lines = (*(Line(text, "header") for text in head), *first.lines)
    if body.strip():
        clean, found = strip_hidden(body)
        message = "Gelesen wurde die Anlage der E-Mail; das Anschreiben steht hier."
        notices = [
            *notices,
            *found,
            Notice(kind="mail", text=clean.strip()[:5000], message=message),
            *instructions(clean),
        ]
    pages = (replace(first, lines=lines), *document.pages[1:])
    return Document(pages, (*document.notices, *notices), document.text_from)


def _without_quotes(lines: list[Line]) -> list[Line]:
    """Quoted earlier mails and what stands below the signature mark become feet of the page."""
    answered = _answered_quotes(lines)
    done: list[Line] = []
    apart = False
    for at, line in enumerate(lines):
        text = line.text
        begins = bool(_QUOTE_BEGINS.match(text))
        apart = apart or text == "--" or (begins and not answered)
        if at in answered:
            done.append(line._replace(text=_QUOTED.sub("", text)))
        else:
            quoted = apart or begins or text.startswith(">")
            done.append(line._replace(kind="footer") if quoted and text else line)
    if not any(line.text and line.kind != "footer" for line in done):
        return lines  # a mail that only forwards: then the forwarded text is the content
    return done


def _answered_quotes(lines: list[Line]) -> frozenset[int]:
    """The quoted lines that ask and are answered below themselves, where a mail answers several so."""
    runs: list[list[int]] = []
    for at, line in enumerate(lines):
        if line.text.startswith(">"):
            if runs and all(not one.text for one in lines[runs[-1][-1] + 1 : at]):
                runs[-1].append(at)
            else:
                runs.append([at])
    asking = [run for run in runs if any(_QUESTION.search(lines[at].text) for at in run)]
    below = (next((line.text for line in lines[run[-1] + 1 :] if line.text), "--") for run in asking)
    if len(asking) < 2 or any(text == "--" for text in below):
        return frozenset()
    return frozenset(at for run in asking for at in run)
