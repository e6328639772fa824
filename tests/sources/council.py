"""A council information system on the loopback that does everything wrong that real ones do.

`Council` holds organizations, meetings and papers; `faults` maps a path to answers that are given
instead, one after another, before the true one.
"""

import http.server
import json
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

S = "https://schema.oparl.org/1.1/"


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    claim: int | None = None  # a Content-Length that is not true


@dataclass
class Council:
    page_size: int = 2
    links: bool = True
    id_host: str | None = None  # the host that the system writes into its ids and links
    ignores_since: bool = False
    organizations: dict[str, dict[str, Any]] = field(default_factory=dict)
    meetings: dict[str, dict[str, Any]] = field(default_factory=dict)
    papers: dict[str, dict[str, Any]] = field(default_factory=dict)
    downloads: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[Answer]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> "Council":
        council = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                council.log.append(self.path)
                answer = council.answer(self.path)
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.kind)
                self.send_header("Content-Length", str(len(answer.body) if answer.claim is None else answer.claim))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)
                self.close_connection = answer.claim is not None

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/oparl/system"

    def id(self, path: str) -> str:
        return f"{self.id_host or f'http://127.0.0.1:{self.port}'}/oparl/{path}"

    def organization(self, number: int, name: str, modified: str = "2020-01-01T00:00:00+01:00") -> str:
        one = {"id": self.id(f"org/{number}"), "type": f"{S}Organization", "name": name, "modified": modified}
        self.organizations[f"org/{number}"] = one
        return one["id"]

    def meeting(self, number: int, day: str, organization: str, modified: str = "2020-01-01T00:00:00+01:00") -> str:
        one = {"id": self.id(f"meeting/{number}"), "type": f"{S}Meeting", "start": f"{day}T15:30:00+02:00"}
        self.meetings[f"meeting/{number}"] = {**one, "organization": [organization], "modified": modified}
        return one["id"]

    def paper(
        self, number: int, text: str | None = "", modified: str = "2020-01-01T00:00:00+01:00", **more: Any
    ) -> dict:
        """A paper with one file; without `text` the file must be downloaded."""
        file = {
            "id": self.id(f"file/{number}"),
            "type": f"{S}File",
            "name": "Stellungnahme",
            "date": "2020-02-01",
            "downloadUrl": self.id(f"download/{number}"),
            "modified": modified,
        }
        if text is not None:
            file["text"] = text or f"Frage: Was ist mit {number}?\nAntwort: Es sind {number} Stück."
        one = {
            "id": self.id(f"paper/{number}"),
            "type": f"{S}Paper",
            "name": f"Vorlage {number}",
            "reference": f"2020/{number:04d}",
            "date": "2020-01-10",
            "modified": modified,
            "mainFile": file,
        }
        one.update(more)
        self.papers[f"paper/{number}"] = one
        return one

    def delete(self, number: int, modified: str) -> None:
        old = self.papers[f"paper/{number}"]
        self.papers[f"paper/{number}"] = {"id": old["id"], "type": old["type"], "modified": modified, "deleted": True}

    # --- answering ------------------------------------------------------------------------------

    def answer(self, target: str) -> Answer:
        url = urlsplit(target)
        path = url.path.removeprefix("/oparl/")
        if self.faults.get(path):
            return self.faults[path].pop(0)
        found = self._found(path, {name: values[0] for name, values in parse_qs(url.query).items()})
        if isinstance(found, bytes):
            return Answer(body=found, kind="text/plain")
        if found is None:
            return Answer(404, b"{}")
        return Answer(body=json.dumps(found).encode())

    def _found(self, path: str, query: dict[str, str]) -> Any:
        if path == "system":
            return {"id": self.id("system"), "type": f"{S}System", "body": self.id("bodies")}
        if path == "bodies":
            lists = {name: self.id(name) for name in ("organization", "meeting", "paper")}
            return {"data": [{"id": self.id("body/1"), "type": f"{S}Body", "name": "Musterstadt", **lists}]}
        lists = {"organization": self.organizations, "meeting": self.meetings, "paper": self.papers}
        if path in lists:
            return self._page(path, list(lists[path].values()), query)
        for objects in lists.values():
            if path in objects:
                return objects[path]
        return self.downloads.get(path)

    def _page(self, name: str, items: list[dict[str, Any]], query: dict[str, str]) -> dict[str, Any]:
        since = query.get("modified_since")
        if since and not self.ignores_since:
            items = [item for item in items if _utc(item["modified"]) >= _utc(since)]
        number, last = int(query.get("page", 1)), max(1, -(-len(items) // self.page_size))
        page: dict[str, Any] = {
            "data": items[(number - 1) * self.page_size : number * self.page_size],
            "pagination": {"totalElements": len(items), "currentPage": number, "totalPages": last},
        }
        if self.links and number < last:
            page["links"] = {"next": self.id(f"{name}?{urlencode({**query, 'page': number + 1})}")}
        return page


def _utc(moment: str) -> Any:
    import datetime as dt

    return dt.datetime.fromisoformat(moment).astimezone(dt.UTC)
