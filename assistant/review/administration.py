"""What the Fachadministration sets: the town's profile, the language model, the embedding; and the journal."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from assistant.embedding import BASE, StaticEmbedder, current_model
from assistant.errors import BadInput, Conflict
from assistant.model import Value
from assistant.review.drafts import MODEL_SWITCH
from assistant.review.inquiries import Inquiries
from assistant.review.journal import Entry, Problem, digest, problems, record
from assistant.review.people import Person, Right
from assistant.review.profile import PROFILE, edited_profile, kept_profile, profile_stamp
from assistant.review.tables import JournalRow, SwitchRow
from assistant.town import TownProfile

_BASE_COPY = "mitgeliefert"
_ABOUT_BASE = "Aus öffentlichen Ratsvorlagen einer anderen Stadt gelernt; gut genug für den Anfang."


class Embedding(Value):
    """One embedding that can be in force: its folder's name, what it is, and what was measured when it was learned."""

    name: str
    label: str
    in_force: bool
    about: str = ""


class Administration(Inquiries):
    """Profile, switches, embedding and journal; part of the Desk."""

    # --- the town -------------------------------------------------------------------------------

    def change_town(self, person: Person, changes: dict[str, Any], *, stamp: str | None = None) -> TownProfile:
        """Edit the town's profile; it holds at once, also for drafts that are under way.

        Raises BadInput naming what is not possible, Conflict when somebody else edited it since `stamp`.
        """
        person.require(Right.administer)
        before = self.town
        if stamp is not None and stamp != profile_stamp(before):
            raise Conflict("Das Stadtprofil wurde inzwischen geändert. Bitte den neuen Stand ansehen und neu eingeben.")
        after = edited_profile(before, changes)
        if profile_stamp(after) == profile_stamp(before):
            return before
        with self.library.session() as session:
            kept = kept_profile(after)
            session.merge(SwitchRow(name=PROFILE, value=kept))
            changed = sorted(name for name in changes if getattr(before, name) != getattr(after, name))
            record(session, self.now(), person.login, "town_changed", PROFILE, fields=changed, sha256=digest(kept))
        self.__dict__.pop("town", None)
        return self.town

    # --- switches -------------------------------------------------------------------------------

    def switch_model(self, person: Person, on: bool) -> None:
        """The kill switch. Off, no further question goes to a language model, from no process; a draft that
        is being made goes on without."""
        from assistant.drafting.chat import KILL_SWITCH

        person.require(Right.administer)
        stopper: Path = self.library.settings.data_dir / KILL_SWITCH
        if not on:
            stopper.touch()
        with self.library.session() as session:
            session.merge(SwitchRow(name=MODEL_SWITCH, value="on" if on else "off"))
            record(session, self.now(), person.login, "switch_set", MODEL_SWITCH, value="on" if on else "off")
        if on:
            stopper.unlink(missing_ok=True)

    def model_is_on(self) -> bool:
        from assistant.drafting.chat import KILL_SWITCH

        stopped = (self.library.settings.data_dir / KILL_SWITCH).exists()
        return self.switch(MODEL_SWITCH, "on") != "off" and not stopped

    # --- the embedding --------------------------------------------------------------------------

    def embeddings(self) -> list[Embedding]:
        """The embeddings that this town can work with, the one in force first."""
        root: Path = self.library.settings.data_dir / "embedding"
        now = current_model(self.library.settings.data_dir)
        own = sorted((f for f in root.glob("*/README.md") if f.parent.name != _BASE_COPY), key=_age, reverse=True)
        learned = [
            Embedding(
                name=f.parent.name, label="aus den eigenen Vorlagen gelernt", in_force=f.parent == now, about=_card(f)
            )
            for f in own
        ]
        base = Embedding(
            name="", label="mitgeliefert", in_force=now is None or now.name == _BASE_COPY, about=_ABOUT_BASE
        )
        return sorted([*learned, base], key=lambda one: not one.in_force)

    def choose_embedding(self, person: Person, name: str, progress: Callable[[int, int], None] | None = None) -> None:
        """Go over to another embedding, or back to an earlier one; the search goes on meanwhile."""
        person.require(Right.administer)
        if self.library.settings.embedding_model:
            raise Conflict(
                "VORLAGEN_EMBEDDING_MODEL legt das Embedding fest. Bitte die Technik, die Einstellung zu ändern."
            )
        if name not in {one.name for one in self.embeddings()}:
            raise BadInput("Dieses Embedding gibt es nicht mehr. Bitte die Seite neu laden.")
        folder = self.library.settings.data_dir / "embedding" / (name or _BASE_COPY)
        if not name and not folder.is_dir():
            shutil.copytree(BASE, folder)
        embedder = StaticEmbedder.load(folder)
        self.library.adopt(embedder, folder, progress)
        self.note(person, "embedding_chosen", "embedding", fingerprint=embedder.fingerprint)

    # --- the journal ----------------------------------------------------------------------------

    def note(self, person: Person, act: str, subject: str, **details: Any) -> None:
        """Put on record what was begun or done outside a transaction of the desk: an ingest, a training."""
        with self.library.session() as session:
            record(session, self.now(), person.login, act, subject[:64], **details)

    def journal(self, person: Person, *, subject: str = "", limit: int = 200) -> list[Entry]:
        """The newest entries; for the Revision and the Fachadministration."""
        if not person.may(Right.administer):
            person.require(Right.audit)
        with self.library.reading() as session:
            query = sa.select(JournalRow).order_by(JournalRow.seq.desc()).limit(limit)
            rows = session.scalars(query.where(JournalRow.subject == subject) if subject else query)
            return [Entry(r.seq, r.at, r.by, r.act, r.subject, r.details) for r in rows]

    def verify_journal(self) -> list[Problem]:
        """Every broken place of the journal's chain; none when it is whole."""
        with self.library.reading() as session:
            return problems(
                session.scalars(sa.select(JournalRow).order_by(JournalRow.seq).execution_options(yield_per=1000))
            )


def _age(file: Path) -> float:
    return file.stat().st_mtime


def _card(file: Path) -> str:
    """The sentences of a model's card, without its head and table."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError:
        return ""
    return " ".join(line for line in lines if line and not line.startswith(("#", "|", "---")))[:400]
