"""Review: people finish a draft, others sign it, and only then does it go out."""

from assistant.review.administration import Embedding
from assistant.review.contributions import RequestFiles
from assistant.review.desk import Desk, journal_problems
from assistant.review.drafts import flag_key, unsupported
from assistant.review.editing import TAKEN_OUT, ItemEdit, LastChange, SentenceEdit, StaleDraft
from assistant.review.edits import Change, Edit, Piece, ValueChange, compare, item_hash, value_changes, word_differences
from assistant.review.forgetting import forget_in_drafts
from assistant.review.inquiries import (
    Filed,
    Line,
    Marked,
    is_question,
    join_question,
    marked_original,
    no_question,
    split_question,
)
from assistant.review.journal import digest
from assistant.review.notes import VERDICTS, Assignment, Comment, Settled
from assistant.review.people import Person, Right, Role, SignOn
from assistant.review.profile import edited_way, profile_stamp, stations_of
from assistant.review.replies import Reply, read_reply
from assistant.review.signing import NotReady, Since, Stop
from assistant.review.stored import Version
from assistant.review.workflow import Decision, Post, SignOff, State, parse_decision

__all__ = [
    "TAKEN_OUT",
    "VERDICTS",
    "Assignment",
    "Change",
    "Comment",
    "Decision",
    "Desk",
    "Edit",
    "Embedding",
    "Filed",
    "ItemEdit",
    "LastChange",
    "Line",
    "Marked",
    "NotReady",
    "Person",
    "Piece",
    "Post",
    "Reply",
    "RequestFiles",
    "Right",
    "Role",
    "SentenceEdit",
    "Settled",
    "SignOff",
    "SignOn",
    "Since",
    "StaleDraft",
    "State",
    "Stop",
    "ValueChange",
    "Version",
    "compare",
    "digest",
    "edited_way",
    "flag_key",
    "forget_in_drafts",
    "is_question",
    "item_hash",
    "join_question",
    "journal_problems",
    "marked_original",
    "no_question",
    "parse_decision",
    "profile_stamp",
    "read_reply",
    "split_question",
    "stations_of",
    "unsupported",
    "value_changes",
    "word_differences",
]
