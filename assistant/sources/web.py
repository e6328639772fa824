"""Fetching from a council's server: one host, bounded, patient, trusting nothing it says."""

import json
import logging
import re
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from assistant.errors import SourceFailed

LARGEST_PAGE = 64_000_000
LARGEST_FILE = 200_000_000
_TRIES = 6
_REDIRECTS = 5
_LONGEST_WAIT = 60.0
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_log = logging.getLogger(__name__)


class Missing(SourceFailed):
    """The server says that there is no such thing, and will say so again; `body` is how it says it."""

    def __init__(self, message: str, body: bytes = b"") -> None:
        super().__init__(message)
        self.body = body


class Fetcher:
    """Reads addresses of the one host that the operator named."""

    def __init__(
        self, start: str, client: httpx.Client | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client or httpx.Client(
            timeout=httpx.Timeout(60, connect=15), headers={"User-Agent": "Vorlagen-Assistent"}, trust_env=True
        )
        self._sleep = sleep
        self._start = urlsplit(start)
        self.requests = 0

    def json(self, url: str) -> Any:
        """The JSON under the address, whatever content type it claims to be."""
        for attempt in range(3):
            body = self.read(url, LARGEST_PAGE)
            try:
                # not strict: some (ALLRIS) leave control characters in their strings as they are
                return _storable(json.loads(body.decode("utf-8-sig"), strict=False))
            except ValueError as error:
                if attempt == 2:
                    shown = "eine Webseite statt Daten" if body.lstrip()[:1] == b"<" else "kein lesbares JSON"
                    raise SourceFailed(f"{url}: Das Ratsinformationssystem liefert {shown}.") from error
                self._sleep(2.0**attempt)
        raise AssertionError("unreachable")

    def read(self, url: str, largest: int = LARGEST_FILE) -> bytes:
        """The bytes under the address; passing failures are tried again.

        Raises Missing when there is nothing, SourceFailed for everything else.
        """
        reason = ""
        for attempt in range(_TRIES):
            try:
                response, body = self._get(url, largest)
            except httpx.HTTPError as error:
                reason, wait = _reason(error), 2.0**attempt
            else:
                if response.status_code not in _PASSING:
                    return _checked(url, response, body)
                reason, wait = f"Antwort {response.status_code}", _retry_after(response, 2.0**attempt)
            if attempt < _TRIES - 1:
                _log.info("%s: %s, neuer Versuch in %.0f s", url, reason, wait)
                self._sleep(min(wait, _LONGEST_WAIT))
        raise SourceFailed(
            f"{url}: Das Ratsinformationssystem antwortet nicht ({reason}). Bitte später noch einmal versuchen."
        )

    def _get(self, url: str, largest: int) -> tuple[httpx.Response, bytes]:
        for _ in range(_REDIRECTS + 1):
            self.check(url)
            self.requests += 1
            with self._client.stream("GET", url, follow_redirects=False) as response:
                if not response.is_redirect:
                    return response, _bounded(url, response, largest)
            url = urljoin(url, response.headers["location"])
        raise SourceFailed(f"{url}: Das Ratsinformationssystem leitet im Kreis weiter.")

    def check(self, url: str) -> None:
        """Raises SourceFailed unless the address is on the host that the operator named."""
        try:
            there = urlsplit(url)
            same = there.hostname == self._start.hostname and _port(there) in (_port(self._start), self._upgraded())
        except ValueError:
            same, there = False, None
        if not same or there is None or there.scheme not in _DEFAULT_PORTS or there.username is not None:
            raise SourceFailed(
                f"{url}: Die Adresse liegt nicht auf {self._start.netloc}; "
                "gelesen wird nur von dem Server, der genannt wurde."
            )

    def _upgraded(self) -> int | None:
        """A server named by http:// may send us to its https://."""
        return 443 if self._start.scheme == "http" and self._start.port in (None, 80) else _port(self._start)


def _port(parts: Any) -> int | None:
    return parts.port or _DEFAULT_PORTS.get(parts.scheme)


def _bounded(url: str, response: httpx.Response, largest: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > largest:
            raise SourceFailed(f"{url}: Die Antwort ist größer als {largest // 1_000_000} MB und wird nicht gelesen.")
    return bytes(body)


def _checked(url: str, response: httpx.Response, body: bytes) -> bytes:
    if response.status_code in (404, 410):
        raise Missing(f"{url}: Das Ratsinformationssystem hat dies nicht (Antwort {response.status_code}).", body)
    if response.status_code != 200:
        raise SourceFailed(f"{url}: Das Ratsinformationssystem lehnt die Anfrage ab (Antwort {response.status_code}).")
    return body


def _storable(value: Any) -> Any:
    """NUL and half characters, which JSON can write and no database holds, as the sign for what is unknown."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return value


def _retry_after(response: httpx.Response, otherwise: float) -> float:
    """Seconds that the server asks to wait: a number or a date."""
    value = response.headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return otherwise


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "Zeitüberschreitung"
    if isinstance(error, httpx.ConnectError):
        return "keine Verbindung"
    return "Verbindung abgebrochen"
