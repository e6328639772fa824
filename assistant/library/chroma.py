"""Chroma as a derived index: it follows the truth, proposes candidates for large stocks, decides nothing.

Whatever it proposes is scored again with the vectors that SQL keeps. It serves while `vorlagen serve`
runs (or where VORLAGEN_CHROMA_URL says); without it every search is an exact scan.
"""

import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assistant.database import reading, translated, writing
from assistant.errors import StoreFailed, VorlagenError
from assistant.library import changes
from assistant.library.chroma_server import ChromaServer
from assistant.library.failpoints import failpoint
from assistant.library.locks import locked
from assistant.library.tables import PaperRow, UnitRow, VectorRow
from assistant.library.units import short_hash
from assistant.model import Scope
from assistant.settings import Settings

_AT_ONCE = 100
_PAGE = 2000
_REST, _LONGEST_REST = 1.0, 600.0
_VERIFY_EVERY = 24 * 3600.0
_TIMEOUT = 60.0  # seconds for one answer: a server over damaged files may never give it
_UNKNOWN_DAY = 10_000_000
REBUILDING = "Der Vektorspeicher wird neu aufgebaut; die Suche dauert bis dahin vielleicht etwas länger."
_log = logging.getLogger(__name__)


class ChromaFailed(StoreFailed):
    """Chroma or its files, not the truth."""


class Chroma:
    """The collection of one library's units. Every failure of Chroma is a ChromaFailed here."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._url, self._engine = settings.chroma_url, engine
        self._server = ChromaServer((settings.data_dir / "chroma").resolve())
        self._client: Any = None
        self._damaged = False
        self._rest, self._rest_until = _REST, 0.0
        self._verified = float("-inf")
        self.ready = False

    # --- running --------------------------------------------------------------------------------

    @property
    def in_use(self) -> bool:
        return bool(self._url) or self._server.folder.exists()

    @property
    def notices(self) -> list[str]:
        return [REBUILDING] if self._damaged else []

    def start(self) -> bool:
        """See that there is a server and that it is ours; False when another process has one."""
        if not self._url and not self._server.alive():
            self._client = None
            with _translated(self._server):
                if not self._server.start():
                    return False
        if self._client is None:
            self._connect()
        return True

    def stop(self) -> None:
        self.ready, self._client = False, None
        self._server.stop()

    def step(self, fingerprint: str) -> None:
        """One turn of the owner: see that the server lives, bring the collection up to date. A directory
        that Chroma cannot work with is set aside and filled anew, at growing intervals."""
        if time.monotonic() < self._rest_until:
            return
        try:
            if self.start():
                self.follow(fingerprint)
                self._verify(fingerprint)
                self.ready, self._damaged, self._rest = True, False, _REST
        except ChromaFailed as error:
            self.ready, self._damaged = False, True
            self._rest_until, self._rest = time.monotonic() + self._rest, min(self._rest * 2, _LONGEST_REST)
            _log.error("Chroma failed, its directory is set aside and built anew: %s", error)
            self._quarantine()

    def _verify(self, fingerprint: str) -> None:
        """Hold the collection against SQL, when it was opened and once a day: Chroma has no checksums, so a flipped
        bit gives wrong answers and no error."""
        if time.monotonic() - self._verified < _VERIFY_EVERY:
            return
        wanted, found = self._compared(fingerprint)
        if wanted != found:
            raise ChromaFailed(f"{len(wanted.items() ^ found.items())} entries are not what was put in")
        self._verified = time.monotonic()

    def _quarantine(self) -> None:
        """Set the directory aside, and the one before that away; the next turns fill an empty one."""
        self._client, self._verified = None, float("-inf")
        self._server.stop()
        folder = self._server.folder
        if folder.exists() and not self._url:
            aside = folder.parent / "quarantine"
            for old in aside.glob("*-chroma"):
                shutil.rmtree(old, ignore_errors=True)
            with translated(str(aside)):
                aside.mkdir(exist_ok=True)
                folder.rename(aside / f"{time.strftime('%Y%m%d-%H%M%S')}-chroma")
        with writing(self._engine) as session:
            changes.set_state(session, "chroma:collection", None)

    def _connect(self) -> None:
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        parts = urlsplit(self._url or f"http://127.0.0.1:{self._server.port or self._server.elsewhere()}")
        with _translated(self._server):
            _require_answer(f"{parts.scheme}://{parts.netloc}")
            self._client = chromadb.HttpClient(
                host=parts.hostname or "127.0.0.1",
                port=parts.port or (443 if parts.scheme == "https" else 80),
                ssl=parts.scheme == "https",
                settings=ChromaSettings(anonymized_telemetry=False),
            )
            self._client._server._session.timeout = _TIMEOUT  # it waits for ever otherwise, and offers no setting

    # --- following ------------------------------------------------------------------------------

    def follow(self, fingerprint: str) -> int:
        """Take in all changes since last time; how many papers. One process at a time, though a command may ask the
        service's server: of two, one could take out what the other has put in, fail, and leave it out."""
        with self._following():
            return self._follow(fingerprint)

    def _following(self) -> AbstractContextManager[bool]:
        return locked(self._server.folder.parent / "chroma-following.lock")

    def _follow(self, fingerprint: str) -> int:
        name = self._collection_name(fingerprint)
        done = 0
        while True:
            with reading(self._engine) as session:
                changed = changes.changes_after(session, changes.position(session, f"chroma:{name}"), _AT_ONCE)
                rows = _rows(session, fingerprint, [paper_id for _, paper_id in changed])
            if not changed:
                return done
            with _translated(self._server):
                collection = self._collection(name)
                collection.delete(where={"paper": {"$in": [paper_id for _, paper_id in changed]}})
                failpoint("vectors-half-way")
                _upsert(collection, rows)
            with writing(self._engine) as session:
                changes.advance(session, f"chroma:{name}", changed[-1][0])
            done += len(changed)

    def _collection_name(self, fingerprint: str) -> str:
        """The collection in force; another embedding gets another one."""
        prefix = f"units-{short_hash(fingerprint)[:12]}"
        with reading(self._engine) as session:
            name = changes.get_state(session, "chroma:collection")
        if name and name.startswith(prefix):
            return name
        name = f"{prefix}-{time.time_ns():x}"
        with writing(self._engine) as session:
            changes.set_state(session, "chroma:collection", name)
        return name

    def _collection(self, name: str) -> Any:
        return self._client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "ip"}}
        )

    # --- asking ---------------------------------------------------------------------------------

    def candidates(
        self, vector: np.ndarray, scope: Scope, limit: int, fingerprint: str
    ) -> tuple[list[int], int] | None:
        """Units that may be nearest, and up to which change they are known; None when Chroma cannot say."""
        if not self.ready:
            return None
        try:
            name = self._collection_name(fingerprint)
            with reading(self._engine) as session:
                seq = changes.position(session, f"chroma:{name}")
            with _translated(self._server):
                found = self._collection(name).query(
                    query_embeddings=[vector.tolist()], n_results=limit, where=_where(scope), include=[]
                )
            return [int(unit) for unit in found["ids"][0]], seq
        except ChromaFailed as error:
            _log.warning("Chroma does not answer: %s", error)
            self.ready = False
            return None

    # --- care -----------------------------------------------------------------------------------

    def compared(self, fingerprint: str) -> tuple[dict[int, str], dict[int, str]] | None:
        """What the collection must hold and what it holds, vectors included; None when Chroma is not in use."""
        if not self.in_use:
            return None
        with self._reachable():
            return self._compared(fingerprint)

    def _compared(self, fingerprint: str) -> tuple[dict[int, str], dict[int, str]]:
        name = self._collection_name(fingerprint)
        with self._following():
            while True:
                self._follow(fingerprint)
                with reading(self._engine) as session:
                    changed = changes.changes_after(session, changes.position(session, f"chroma:{name}"), 1)
                    wanted = {} if changed else _expected(session, fingerprint)
                if not changed:  # else something came between following and looking
                    return wanted, dict(self._found(name, fingerprint))

    def _found(self, name: str, fingerprint: str) -> Iterator[tuple[int, str]]:
        """The hash that the collection has for each unit, marked where its vector is another one than in SQL."""
        for page in self._pages(name):
            with reading(self._engine) as session:
                vectors = _vectors(session, fingerprint, [unit for unit, _, _ in page])
            for unit, digest, vector in page:
                same = unit not in vectors or np.allclose(vectors[unit], vector, atol=1e-5)
                yield unit, digest if same else f"{digest} (anderer Vektor)"

    def _pages(self, name: str) -> Iterator[list[tuple[int, str, np.ndarray]]]:
        offset = 0
        while True:
            with _translated(self._server):
                page = self._collection(name).get(limit=_PAGE, offset=offset, include=["metadatas", "embeddings"])
                items = [
                    (int(unit), str((meta or {}).get("hash", "")), np.asarray(vector, dtype=np.float32))
                    for unit, meta, vector in zip(page["ids"], page["metadatas"], page["embeddings"], strict=True)
                ]
            if not items:
                return
            yield items
            offset += len(items)

    def repair(self, fingerprint: str) -> None:
        compared = self.compared(fingerprint)
        if compared is not None and compared[0] != compared[1]:
            self.rebuild(fingerprint)

    def rebuild(self, fingerprint: str) -> None:
        """Fill a new collection from SQL, then drop the others; does nothing where Chroma is not in use."""
        if not self.in_use:
            return
        with self._reachable():
            with writing(self._engine) as session:
                changes.set_state(session, "chroma:collection", None)
            self.follow(fingerprint)
            name = self._collection_name(fingerprint)
            with _translated(self._server):
                for other in self._client.list_collections():
                    if other.name.startswith("units-") and other.name != name:
                        self._client.delete_collection(other.name)

    def _reachable(self) -> "_Reachable":
        return _Reachable(self, self._server)


class _Reachable:
    """For one command: the server that runs already, else one of our own for the time being."""

    def __init__(self, chroma: Chroma, server: ChromaServer) -> None:
        self._chroma, self._server, self._ours = chroma, server, False

    def __enter__(self) -> None:
        if self._chroma._client is None:
            self._ours = self._chroma.start()
            if not self._ours:
                self._chroma._connect()

    def __exit__(self, *_: object) -> None:
        if self._ours:
            self._chroma.stop()


def _where(scope: Scope) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = []
    if scope.public_only:
        conditions.append({"public": True})
    if scope.before:
        conditions.append({"day": {"$lt": scope.before.toordinal()}})
    return {"$and": conditions} if len(conditions) > 1 else (conditions[0] if conditions else None)


def _rows(session: Session, fingerprint: str, paper_ids: list[str]) -> list[Any]:
    query = (
        select(UnitRow.id, UnitRow.hash, UnitRow.date, PaperRow.id, PaperRow.public, VectorRow.vector)
        .join(PaperRow, PaperRow.pk == UnitRow.paper_pk)
        .join(VectorRow, (VectorRow.hash == UnitRow.vector_hash) & (VectorRow.fingerprint == fingerprint))
        .where(PaperRow.id.in_(paper_ids))
    )
    return list(session.execute(query)) if paper_ids else []


def _upsert(collection: Any, rows: list[Any]) -> None:
    for start in range(0, len(rows), _PAGE):
        part = rows[start : start + _PAGE]
        collection.upsert(
            ids=[str(row[0]) for row in part],
            embeddings=np.stack([_vector(row[5]) for row in part]),
            metadatas=[
                {
                    "hash": row[1],
                    "day": row[2].toordinal() if row[2] else _UNKNOWN_DAY,
                    "paper": row[3],
                    "public": row[4] is True,
                }
                for row in part
            ],
        )


def _vector(blob: bytes) -> np.ndarray:
    return np.frombuffer(blob, dtype=np.float16).astype(np.float32)


def _expected(session: Session, fingerprint: str) -> dict[int, str]:
    query = select(UnitRow.id, UnitRow.hash).join(
        VectorRow, (VectorRow.hash == UnitRow.vector_hash) & (VectorRow.fingerprint == fingerprint)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _vectors(session: Session, fingerprint: str, units: list[int]) -> dict[int, np.ndarray]:
    """In two steps: joined, SQLite begins at the vectors and looks through all `units` for each of them."""
    hashes = {
        row[0]: row[1] for row in session.execute(select(UnitRow.id, UnitRow.vector_hash).where(UnitRow.id.in_(units)))
    }
    query = select(VectorRow.hash, VectorRow.vector).where(
        VectorRow.fingerprint == fingerprint, VectorRow.hash.in_(set(hashes.values()))
    )
    vectors = {digest: _vector(blob) for digest, blob in session.execute(query)}
    return {unit: vectors[digest] for unit, digest in hashes.items() if digest in vectors}


def _require_answer(address: str) -> None:
    """Raises httpx.HTTPError unless the server answers what its client asks first, in time."""
    import httpx

    for path in ("heartbeat", "tenants/default_tenant", "tenants/default_tenant/databases/default_database"):
        httpx.get(f"{address}/api/v2/{path}", timeout=_TIMEOUT).raise_for_status()


class _translated:
    """Whatever Chroma's client raises, as ChromaFailed."""

    def __init__(self, server: ChromaServer) -> None:
        self._server = server

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, VorlagenError):
            raise ChromaFailed(
                f"Der Vektorspeicher {self._server.folder} antwortet nicht wie erwartet. "
                "Er wird beim nächsten Start oder mit „vorlagen reindex“ neu aufgebaut."
            ) from error
