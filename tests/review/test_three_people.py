"""Three people do what they like in any order; the rules hold all the same."""

import contextlib
import tempfile
from pathlib import Path

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from assistant.errors import VorlagenError
from assistant.model import Statement, StatementKind
from assistant.review import Decision, Edit, ItemEdit, Role, SentenceEdit, State, compare, item_hash
from assistant.review.stored import items_at
from assistant.settings import Settings
from tests.review.offices import drafted, office, person

PEOPLE = st.sampled_from(["petersen", "brodersen", "tamsen"])
PLACES = st.sampled_from([0, 1])
TEXTS = st.sampled_from(
    [
        "Am Bahnhof stehen 14 Bügel.",
        "Am Bahnhof stehen 15 Bügel.",
        "Am Bahnhof stehen, 14 Bügel.",
        "Am Bahnhof stehen keine Bügel.",
        "Zuständig ist das Tiefbauamt.",
    ]
)
SAID = Statement(kind=StatementKind.office, office="Tiefbauamt")


class ThreePeople(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.desk, _ = office(Settings(data_dir=Path(self.folder.name)))
        self.people = {
            "petersen": person(self.desk, "petersen", Role.clerk, Role.council_office),
            "brodersen": person(self.desk, "brodersen", Role.co_signer),
            "tamsen": person(self.desk, "tamsen", Role.final_signer),
        }
        self.clerk = self.people["petersen"]
        self.id = drafted(self.desk, self.clerk)
        self.seen = dict.fromkeys(self.people, 1)
        self.released: tuple[str, ...] | None = None

    def _now(self):
        return self.desk.draft(self.id, self.clerk)

    @rule(who=PEOPLE)
    def look(self, who: str) -> None:
        self.seen[who] = self._now().version

    @rule(who=PEOPLE, place=PLACES, text=TEXTS, supported=st.booleans())
    def edit(self, who: str, place: int, text: str, supported: bool) -> None:
        before, edit = self._now(), SentenceEdit(text=text, statement=SAID if supported else None)
        with contextlib.suppress(VorlagenError):
            self.desk.save(
                self.id, self.people[who], [ItemEdit(place=place, sentences=(edit,))], version=self.seen[who]
            )
            assert self.seen[who] == before.version, "somebody's text was overwritten unseen"
            assert who == "petersen", "somebody edited who may not"
            self.seen[who] = self._now().version

    @rule(who=PEOPLE, decision=st.sampled_from(list(Decision)), note=st.sampled_from(["", "Grund"]), part=st.booleans())
    def decide(self, who: str, decision: Decision, note: str, part: bool) -> None:
        before, state = self._now(), self.desk.state(self.id, self.clerk)
        with contextlib.suppress(VorlagenError):
            made = self.desk.sign_off(
                self.id, self.people[who], decision, note=note, items=[0] if part else (), version=self.seen[who]
            )
            assert self.seen[who] == before.version
            assert made.signed == {place: item_hash(before.items[place]) for place in made.signed}
            assert state is not State.draft or made.station == "sachbearbeitung"
            assert note or decision not in (Decision.refused, Decision.returned, Decision.with_note)

    @rule()
    def somebody_does_what_comes_next(self) -> None:
        """So that the end of the way is reached often enough to be tested."""
        waiting = [stop for stop in self.desk.way(self.id, self.clerk) if not stop.done]
        if not waiting:
            self.release("petersen")
            return
        who = {"sachbearbeitung": "petersen", "amtsleitung": "brodersen"}.get(waiting[0].post.key, "tamsen")
        decision = Decision.final if who == "tamsen" else Decision.signed
        self.look(who)
        self.decide(who, decision, "", False)

    @rule(who=PEOPLE)
    def release(self, who: str) -> None:
        with contextlib.suppress(VorlagenError):
            self.desk.publish(self.id, self.people[who], "M 24/1")
            assert who == "petersen"
            self.released = tuple(item_hash(item) for item in self._now().items)

    @invariant()
    def the_journal_is_whole(self) -> None:
        assert self.desk.verify_journal() == []

    @invariant()
    def what_counts_as_signed_says_what_was_signed(self) -> None:
        now = self._now().items
        for sign_off in self.desk.sign_offs(self.id, self.clerk):
            with self.desk.library.reading() as session:
                then = items_at(session, self.id, sign_off.version)
            for place in sign_off.holds:
                assert item_hash(then[place]) == sign_off.signed[place]
                assert compare(then[place], now[place]).edit is not Edit.substantive

    @invariant()
    def what_is_out_was_signed_by_all_and_stays(self) -> None:
        state = self.desk.state(self.id, self.clerk)
        if state in (State.council_office, State.released):
            assert all(stop.done for stop in self.desk.way(self.id, self.clerk))
            assert all(s.citations or s.statement for item in self._now().items for s in item.sentences)
        if state is State.released:
            assert self.released == tuple(item_hash(item) for item in self._now().items)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.desk.library.engine.dispose()
            self.folder.cleanup()


ThreePeople.TestCase.settings = hypothesis_settings(max_examples=8, stateful_step_count=20, deadline=None)
test_three_people = ThreePeople.TestCase
