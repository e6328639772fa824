"""The desk: everything that people do with inquiries, drafts and signatures, and nothing else.

The web and the command line call this and hold no rules of their own. A `Person` goes into every
call; what that person may not see does not exist for them.
"""

from typing import Any

from assistant.review.administration import Administration
from assistant.review.contributions import Contributions
from assistant.review.journal import Problem
from assistant.review.signing import Signing


class Desk(Signing, Contributions, Administration):
    """One desk over one library: accounts, inquiries, drafts, notes, Zulieferungen, signatures, administration."""


def journal_problems(library: Any) -> list[Problem]:
    """What `vorlagen check` reports about the journal."""
    return Desk(library).verify_journal()
