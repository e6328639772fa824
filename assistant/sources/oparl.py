"""Papers from a council information system that speaks OParl 1.1.

System → Body → external lists. Organizations and Meetings are remembered, since a Consultation only
points at them; when one of them changes, the papers that point at it are looked at again. The next
run asks only for what was modified since the newest `modified` of this one, with an overlap; a full
run reads all there is, and what it no longer finds is gone.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import httpx

from assistant.errors import SourceFailed
from assistant.model import Consultation, PaperHead
from assistant.sources.base import Failure, Fetched, Memory, Origin, SourceFile, SourcePaper
from assistant.sources.vendors import Vendor, vendor_of
from assistant.sources.web import Fetcher, Missing

MOST_PAGES = 100_000
MOST_SINGLE = 5000  # objects fetched one by one in a run, because no list has them
_OVERLAP = dt.timedelta(minutes=10)
_Json = dict[str, Any]


class OParl:
    """One OParl System; `feed` is its address."""

    kind = "oparl"

    def __init__(self, url: str, client: httpx.Client | None = None, fetcher: Fetcher | None = None) -> None:
        self.feed = url.rstrip("/")
        self.complete = False
        self.total = 0
        self._host = urlsplit(url).netloc
        self._web = fetcher or Fetcher(url, client)
        self._vendor = Vendor()
        self._newest = ""
        self._single: dict[str, _Json | None] = {}
        self._unlisted: list[Failure] = []

    def papers(self, memory: Memory) -> Iterator[SourcePaper | Failure]:
        since = None if memory.full else _before(memory.cursor)
        self._newest = memory.cursor or ""
        self.complete = since is None
        seen: set[str] = set()
        changed: set[str] = set()
        self._single, self._unlisted = {}, []
        bodies = list(self._bodies())
        for body in bodies:
            for kind in ("organization", "meeting"):
                changed |= {key for item in self._list(body, kind, since) if (key := self._learn(memory, item))}
        for body in bodies:
            self.total = 0
            for item in self._list(body, "paper", since):
                paper = self._paper(memory, item)
                seen.update(paper.keys)
                yield paper
        if since is not None:
            yield from self._again(memory, changed, seen)
        yield from self._unlisted
        if self._unlisted:  # what could not be listed is neither gone nor up to date
            self.complete = False
        else:
            memory.cursor = self._newest or None

    def fetch_again(self, keys: tuple[str, ...]) -> Fetched:
        raise NotImplementedError("papers of a council system are never joined from several sources")

    # --- lists ----------------------------------------------------------------------------------

    def _bodies(self) -> Iterator[_Json]:
        system = self._object(self.feed)
        self._vendor = vendor_of(system)
        if "Body" in str(system.get("type", "")):
            yield system
            return
        bodies = system.get("body")
        if not isinstance(bodies, str):
            raise SourceFailed(f"{self.feed}: Das ist kein OParl-System (es nennt keine Körperschaften).")
        found = self._pages(bodies)
        yield from (self._object(body) if isinstance(body, str) else body for body in found)

    def _list(self, body: _Json, name: str, since: str | None) -> Iterator[_Json]:
        """All objects of one of the body's lists, modified since then."""
        place = body.get(name)
        if isinstance(place, list):
            items: Iterable[Any] = place
        elif isinstance(place, str):
            items = self._listed(self._with(place, modified_since=since) if since else place)
        else:
            return
        for item in items:
            item = self._object(item) if isinstance(item, str) else item
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                item = self._vendor.item(item)
                self._newest = max(self._newest, _instant(item.get("modified")), key=_moment)
                yield item

    def _listed(self, url: str) -> Iterator[Any]:
        """A list that the system does not have is reported; the others are read all the same."""
        try:
            yield from self._pages(url)
        except Missing as error:
            self._unlisted.append(Failure(url, str(error)))

    def _page(self, url: str) -> Any:
        try:
            return self._vendor.page(self._web.json(url))
        except Missing as error:
            page = self._vendor.instead(url, error.body)
            if page is None:
                raise
            return page

    def _pages(self, url: str) -> Iterator[Any]:
        """What stands on the pages of an external list, by `links.next`, else by counting."""
        visited: set[str] = set()
        url = self._here(url)
        while url and url not in visited and len(visited) < MOST_PAGES:
            visited.add(url)
            page = self._page(url)
            if isinstance(page, list):
                yield from page
                return
            if not isinstance(page, dict) or not isinstance(page.get("data"), list):
                raise SourceFailed(f"{url}: Die Seite der OParl-Liste hat keinen Inhalt „data“.")
            self.total = _total(page)
            yield from page["data"]
            url = self._here(self._next(url, page))
        if url:
            raise SourceFailed(f"{url}: Die OParl-Liste nimmt kein Ende; ihre Seiten verweisen im Kreis.")

    def _next(self, url: str, page: _Json) -> str:
        links, pagination = page.get("links"), page.get("pagination")
        if isinstance(links, dict) and links:
            return links["next"] if isinstance(links.get("next"), str) else ""
        if isinstance(pagination, dict) and page["data"]:
            number, last = pagination.get("currentPage"), pagination.get("totalPages")
            if isinstance(number, int) and isinstance(last, int) and number < last:
                return self._with(url, page=str(number + 1))
        return ""

    def _with(self, url: str, **values: str) -> str:
        parts = urlsplit(url)
        query = [(name, value) for name, value in parse_qsl(parts.query) if name not in values]
        return urlunsplit(parts._replace(query=self._vendor.query([*query, *values.items()])))

    def _object(self, url: str) -> _Json:
        found = self._web.json(self._here(url))
        if not isinstance(found, dict):
            raise SourceFailed(f"{url}: Hier steht kein OParl-Objekt.")
        return found

    def _here(self, url: str) -> str:
        """Some systems write the name they had before a move, or http:// for https://, into their links.
        The path is what counts; it is read from the server that the operator named."""
        parts, start = urlsplit(url), urlsplit(self.feed)
        return urlunsplit((start.scheme, start.netloc, parts.path, parts.query, "")) if url else ""

    def _fetched(self, url: str) -> _Json | None:
        """An object that no list has, by its own address; once in a run, and no more when the server is ill."""
        key = self.key(url)
        if key not in self._single and url.startswith(("http://", "https://")) and len(self._single) < MOST_SINGLE:
            try:
                self._single[key] = self._vendor.item(self._object(url))
            except Missing:
                self._single[key] = None
            except SourceFailed as error:
                self._single[key] = None
                self._unlisted.append(Failure(url, str(error)))
        return self._single.get(key)

    # --- objects --------------------------------------------------------------------------------

    def key(self, oparl_id: str) -> str:
        """An object's key: stays the same when the system writes its host differently."""
        parts = urlsplit(oparl_id)
        return f"oparl://{self._host}{parts.path}" + (f"?{parts.query}" if parts.query else "")

    def _learn(self, memory: Memory, item: _Json) -> str | None:
        """Remember an Organization or Meeting; its key when that is news."""
        key = self.key(item["id"])
        value = {
            name: item[name] for name in ("name", "shortName", "start", "organization", "deleted") if item.get(name)
        }
        if "organization" in value:
            value["organization"] = _ids(value["organization"])
        return key if memory.learn(key, value) else None

    def _paper(self, memory: Memory, item: _Json) -> SourcePaper:
        key = self.key(item["id"])
        deleted = bool(item.get("deleted"))
        if not deleted:
            item = self._whole(item)
            memory.learn(f"refs:{key}", {"id": item["id"], "refs": sorted(self._pointed_at(item))})
        head = None if deleted else self._head(memory, item)
        name = _text(item.get("name")) or _text(item.get("reference")) or item["id"]
        return SourcePaper(
            origins=(Origin(key, _version(item, head), name),),
            fetch=lambda: self._fetch(item),
            head=head,
            deleted=deleted,
        )

    def _again(self, memory: Memory, changed: set[str], seen: set[str]) -> Iterator[SourcePaper | Failure]:
        """Papers that did not change, but point at something that did, or could not be had last time."""
        due = {key for key in memory.retry if key not in seen}
        if changed:
            due |= {
                key.removeprefix("refs:")
                for key, value in memory.objects.items()
                if key.startswith("refs:") and changed & set(value["refs"])
            } - seen
        for key in sorted(due):
            known = memory.objects.get(f"refs:{key}")
            if known is None:
                continue
            try:
                yield self._paper(memory, self._vendor.item(self._object(known["id"])))
            except Missing as error:
                yield Failure(known["id"], str(error), lasting=True)
            except SourceFailed as error:
                yield Failure(known["id"], str(error))

    def _pointed_at(self, item: _Json) -> set[str]:
        ids = _ids(item.get("underDirectionOf")) + _ids(item.get("organization"))
        ids += _ids(item.get("originatorOrganization"))
        for consultation in _objects(item.get("consultation")):
            ids += _ids(consultation.get("meeting")) + _ids(consultation.get("organization"))
        return {self.key(one) for one in ids}

    def _head(self, memory: Memory, item: _Json) -> PaperHead:
        offices = _ids(item.get("underDirectionOf")) or _ids(item.get("organization"))
        return PaperHead(
            oparl_id=item["id"],
            reference=_text(item.get("reference")),
            paper_type=_text(item.get("paperType")),
            name=_text(item.get("name")),
            date=_day(item.get("date")),
            department=self._name(memory, offices),
            consultations=tuple(self._consultation(memory, one) for one in _objects(item.get("consultation"))),
        )

    def _consultation(self, memory: Memory, item: _Json) -> Consultation:
        meeting = next((self._known(memory, one) for one in _ids(item.get("meeting"))), {})
        bodies = _ids(item.get("organization")) or meeting.get("organization", [])
        agenda = item.get("agendaItem")
        return Consultation(
            organization=self._name(memory, bodies),
            date=_day(meeting.get("start")),
            role=_text(item.get("role")),
            agenda_item=_text(agenda.get("number")) if isinstance(agenda, dict) else None,
        )

    def _name(self, memory: Memory, ids: list[str]) -> str | None:
        found = (self._known(memory, one) for one in ids)
        return next((_text(value.get("name")) for value in found if value.get("name")), None)

    def _known(self, memory: Memory, oparl_id: str) -> _Json:
        """What is remembered of an Organization or Meeting; fetched where no list has brought it."""
        key = self.key(oparl_id)
        if key not in memory.objects and (item := self._fetched(oparl_id)):
            self._learn(memory, {**item, "id": oparl_id})
        return memory.objects.get(key, {})

    def _whole(self, item: _Json) -> _Json:
        """The paper with its consultations and files, where it only gives their addresses."""
        for name in ("consultation", "mainFile", "auxiliaryFile"):
            value = item.get(name)
            parts = value if isinstance(value, list) else [value]
            if any(isinstance(part, str) and part for part in parts):
                found = (self._fetched(part) if isinstance(part, str) else part for part in parts)
                item = {**item, name: [part for part in found if part]}
        return item

    # --- files ----------------------------------------------------------------------------------

    def _fetch(self, item: _Json) -> Fetched:
        files, failures = [], []
        for one in _files(item):
            try:
                files.append(self._file(one))
            except Missing as error:
                failures.append(Failure(one["id"], str(error), lasting=True))
            except SourceFailed as error:
                failures.append(Failure(one["id"], str(error)))
        return Fetched(tuple(files), tuple(failures))

    def _file(self, item: _Json) -> SourceFile:
        text = item.get("text")
        place = item.get("downloadUrl") or item.get("accessUrl")
        name = _text(item.get("name")) or _text(item.get("fileName")) or item["id"].rsplit("/", 1)[-1]
        if isinstance(text, str) and text.strip():
            data, kind = text.encode("utf-8", "replace"), "text/plain"
        elif isinstance(place, str):
            data, kind = self._read(place), _text(item.get("mimeType"))
        else:
            raise Missing(f"{item['id']}: Die Datei hat weder Text noch Adresse.")
        return SourceFile(
            key=self.key(item["id"]),
            name=name,
            data=data,
            uri=_text(item.get("accessUrl")) or _text(place) or item["id"],
            media_type=kind,
            date=_day(item.get("date")),
        )

    def _read(self, place: str) -> bytes:
        *others, last = self._vendor.places(place)
        for address in others:
            try:
                return self._web.read(self._here(address))
            except Missing:
                continue
        return self._web.read(self._here(last))


# --- reading OParl's values, which vendors fill as they like -------------------------------------


def _version(item: _Json, head: PaperHead | None) -> str:
    """What the system says of the paper, its files' texts and dates included."""
    told = [
        {
            name: one.get(name)
            for name in ("id", "modified", "date", "name", "size", "sha512Checksum", "sha1Checksum", "text")
        }
        for one in _files(item)
    ]
    written = json.dumps([head.model_dump(mode="json") if head else None, told], sort_keys=True, default=str)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _files(item: _Json) -> list[_Json]:
    """The main file first; each once, though some systems list it among the auxiliary ones again."""
    found = _objects(item.get("mainFile")) + _objects(item.get("auxiliaryFile"))
    files = {one["id"]: one for one in reversed(found) if isinstance(one.get("id"), str) and not one.get("deleted")}
    return list(reversed(files.values()))


def _objects(value: Any) -> list[_Json]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _ids(value: Any) -> list[str]:
    """Ids of what is pointed at, whether by id or by the object itself."""
    items = value if isinstance(value, list) else [value]
    ids = (item.get("id") if isinstance(item, dict) else item for item in items)
    return [one for one in ids if isinstance(one, str) and one]


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        return None


def _instant(value: Any) -> str:
    return value if isinstance(value, str) and _moment(value) > _NEVER else ""


_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


def _moment(value: str) -> dt.datetime:
    """A time to compare by; one without a zone counts as UTC, an unreadable one as never."""
    try:
        moment = dt.datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    except ValueError:
        return _NEVER


def _before(cursor: str | None) -> str | None:
    return (_moment(cursor) - _OVERLAP).isoformat() if cursor else None


def _total(page: _Json) -> int:
    pagination = page.get("pagination")
    total = pagination.get("totalElements") if isinstance(pagination, dict) else 0
    return total if isinstance(total, int) else 0
