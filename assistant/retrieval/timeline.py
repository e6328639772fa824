"""How the answer to the same question changed over the years."""

from assistant.library import Library
from assistant.model import Precedent, Scope
from assistant.retrieval.likeness import likeness, term_set
from assistant.retrieval.search import search

_LOOKED_AT = 60
_SAME = 0.45


def timeline(library: Library, text: "str | Precedent", scope: Scope) -> list[Precedent]:
    """The exchanges that answer the same question, oldest first."""
    question = text if isinstance(text, str) else text.question or text.text
    found = search(library, question, scope, limit=_LOOKED_AT)
    asked = term_set(question)
    idf = library.words.rarities(asked)
    same = [hit for hit in found if hit.exchange and hit.date and likeness(asked, term_set(hit.question), idf) >= _SAME]
    ordered = sorted(same, key=lambda hit: (str(hit.date), hit.paper.id, hit.exchange.number if hit.exchange else ""))
    return [hit.model_copy(update={"rank": rank}) for rank, hit in enumerate(ordered, 1)]
