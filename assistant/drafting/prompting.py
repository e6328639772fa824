"""Prompts are files: German, versioned, with declared inputs, replaceable by a town.

A file has a head (`name`, `version`, `inputs`), the part for the system and, after a line of `=`,
the part for the user. `$name` stands for an input; what an input holds is never read as a template.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

from assistant.errors import BadInput
from assistant.model import PromptStamp

PACKAGED = Path(__file__).resolve().parents[2] / "prompts"
_HEAD = re.compile(r"\A---\n(.*?)\n---\n(.*?)\n=====\n(.*)\Z", re.S)


@dataclass(frozen=True)
class Prompt:
    stamp: PromptStamp
    inputs: frozenset[str]
    system: Template
    user: Template

    def filled(self, **values: str) -> tuple[str, str]:
        """(system, user) with every declared input in its place.

        Raises BadInput when the prompt wants an input that there is not.
        """
        try:
            return self.system.substitute(values), self.user.substitute(values)
        except KeyError as error:
            there = ", ".join(sorted(values))
            raise BadInput(f"Prompt „{self.stamp.name}“: {error} gibt es nicht. Möglich sind: {there}.") from error


def load_prompt(name: str, folder: Path | str | None = None) -> Prompt:
    """The prompt `name` from `folder`, where that has it, else the one on board.

    Raises BadInput naming the file when it is no prompt or uses inputs that it does not declare.
    """
    own = Path(folder) / f"{name}.md" if folder else None
    path = own if own and own.is_file() else PACKAGED / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"Die Prompt-Datei {path} kann nicht gelesen werden. Bitte Ordner und Datei prüfen.") from error
    return _parsed(text, path)


def _parsed(text: str, path: Path) -> Prompt:
    parts = _HEAD.match(text.replace("\r\n", "\n"))
    if not parts:
        raise BadInput(f"{path}: Kopf (--- name, version, inputs ---) oder Trennzeile ===== fehlt. Bitte ergänzen.")
    head = dict(re.findall(r"^(\w+):\s*(.+)$", parts[1], re.M))
    inputs = frozenset(re.findall(r"\w+", head.get("inputs", "")))
    system, user = Template(parts[2]), Template(parts[3])
    if not (system.is_valid() and user.is_valid()):
        raise BadInput(f"{path}: Ein einzelnes $-Zeichen muss als $$ geschrieben werden. Bitte berichtigen.")
    used = {*system.get_identifiers(), *user.get_identifiers()}
    if used != inputs:
        wrong = ", ".join(sorted(used ^ inputs))
        raise BadInput(
            f"{path}: „inputs“ und die verwendeten $-Namen stimmen nicht überein ({wrong}). Bitte angleichen."
        )
    digest = hashlib.sha256(text.encode()).hexdigest()
    stamp = PromptStamp(name=head.get("name", path.stem), version=head.get("version", ""), sha256=digest)
    return Prompt(stamp, inputs, system, user)
