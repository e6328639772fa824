"""Review: people finish a draft, others sign it, and only then does it go out."""

from assistant.review.contributions import RequestFiles, reply_text
from assistant.review.desk import Desk, journal_problems
from assistant.review.drafts import MODEL_SWITCH, ItemEdit, SentenceEdit, StaleDraft, flag_key, unsupported
from assistant.review.edits import Change, Edit, Moved, Piece, changed_values, compare, item_hash, word_differences
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
from assistant.review.notes import VERDICTS, Assignment, Comment, Settled
from assistant.review.people import Person, Right, Role, SignOn
from assistant.review.signing import NotReady, Since, Stop
from assistant.review.stored import Version
from assistant.review.workflow import Decision, Post, SignOff, State, parse_decision

__all__ = [
    "MODEL_SWITCH",
    "VERDICTS",
    "Assignment",
    "Change",
    "Comment",
    "Decision",
    "Desk",
    "Edit",
    "Filed",
    "ItemEdit",
    "Line",
    "Marked",
    "Moved",
    "NotReady",
    "Person",
    "Piece",
    "Post",
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
    "Version",
    "changed_values",
    "compare",
    "flag_key",
    "is_question",
    "item_hash",
    "join_question",
    "journal_problems",
    "marked_original",
    "no_question",
    "parse_decision",
    "reply_text",
    "split_question",
    "unsupported",
    "word_differences",
]
