"""What reading a file's exchanges works with: a question as it was asked, and a question with its answer."""

from dataclasses import dataclass

from assistant.reading.splitting import Range


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the Anfrage asks it."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer as ranges of rows; `asked` replaces a question not repeated."""

    number: str
    question: tuple[Range, ...]
    answer: tuple[Range, ...]
    asked: str = ""
    joint_with: tuple[str, ...] = ()
