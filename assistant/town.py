"""A town's profile: what differs from town to town, as data in a TOML file.

`load_town(settings)` reads the one that is set; without one a town hall works with `TownProfile()`,
whose names are general enough to be right anywhere.
"""

import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator, model_validator

from assistant.errors import BadInput, WrongUsage
from assistant.model import Value
from assistant.settings import Settings


class Stadtrat(StrEnum):
    """What `Stadtrat` means here; the same word names three things in Germany."""

    deputy_mayor = "deputy_mayor"  # Schleswig-Holstein, Hesse: a full-time deputy of the mayor
    council_member = "council_member"  # Baden-Württemberg: a member of the council
    council = "council"  # Bavaria, Saxony: the council itself


class StationRole(StrEnum):
    """Who signs at a station: the one who wrote, one who is concerned, or the last."""

    clerk = "clerk"
    co_signer = "co_signer"
    final_signer = "final_signer"


class Station(Value):
    """One station of the Zeichnungsweg; `key` is stored, `label` is shown and printed."""

    key: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str = Field(min_length=1)
    role: StationRole = StationRole.co_signer


class Department(Value):
    name: str = Field(min_length=1)
    head: str = ""
    email: str = ""


SHORT_WAY = (
    Station(key="sachbearbeitung", label="Sachbearbeitung", role=StationRole.clerk),
    Station(key="amtsleitung", label="Amtsleitung"),
    Station(key="dezernat", label="Dezernat", role=StationRole.final_signer),
)


class TownProfile(Value):
    """One town. `reference_pattern` is a regular expression for its own Vorlage numbers."""

    name: str = Field(default="", description="Name ohne „Stadt“")
    state: str = Field(default="", description="Bundesland")
    letterhead: tuple[str, ...] = Field(default=(), description="Zeilen des Briefkopfs")
    mayor_title: str = Field(default="Bürgermeister/in", min_length=1)
    mayor: str = ""
    council: str = Field(default="Rat", min_length=1, description="Name der Vertretung")
    stadtrat: Stadtrat = Stadtrat.council_member
    departments: tuple[Department, ...] = ()
    stations: tuple[Station, ...] = Field(default=SHORT_WAY, min_length=1)
    days_to_answer: int = Field(default=21, ge=1, le=365)
    answer_paper_type: str = Field(default="Mitteilungsvorlage", min_length=1)
    reference_pattern: str = r"[A-Z]{0,3} ?\d{2,4}/\d{2,5}"
    colour: str = Field(default="#1d3557", pattern=r"^#[0-9a-fA-F]{6}$")
    logo: Path | None = Field(default=None, description="PNG, JPEG oder SVG, relativ zum Stadtprofil")
    word_template: Path | None = Field(default=None, description="Word-Vorlage (.docx), relativ zum Stadtprofil")

    @field_validator("reference_pattern")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError("kein gültiger regulärer Ausdruck") from error
        return pattern

    @model_validator(mode="after")
    def _stations_make_a_way(self) -> "TownProfile":
        keys = [station.key for station in self.stations]
        if len(set(keys)) < len(keys):
            raise ValueError("jede Station braucht einen eigenen Schlüssel (key)")
        if self.stations[-1].role != StationRole.final_signer:
            raise ValueError('die letzte Station muss die Schlusszeichnung sein (role = "final_signer")')
        return self

    @property
    def full_name(self) -> str:
        return f"Stadt {self.name}" if self.name else "Stadtverwaltung"


def load_town(settings: Settings) -> TownProfile:
    """The profile that the settings name; the general one if they name none."""
    return read_town(settings.town_profile) if settings.town_profile else TownProfile()


def read_town(path: Path) -> TownProfile:
    """The profile in the file at `path`.

    Raises WrongUsage with the file, the entry and what is wrong with it.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        profile = TownProfile.model_validate(data)
    except OSError as error:
        raise WrongUsage(f"Das Stadtprofil {path} lässt sich nicht lesen. Bitte Pfad und Rechte prüfen.") from error
    except ValidationError as error:
        raise WrongUsage(f"Das Stadtprofil {path} ist nicht richtig: {_german(error)}. Bitte ändern.") from error
    except ValueError as error:
        raise WrongUsage(f"Das Stadtprofil {path} ist kein gültiges TOML ({error}). Bitte berichtigen.") from error
    return profile.model_copy(update={key: _beside(path, getattr(profile, key)) for key in ("logo", "word_template")})


def check_town(data: dict[str, Any]) -> TownProfile:
    """The profile in these entries, as somebody filled them in.

    Raises BadInput naming each entry that is wrong.
    """
    try:
        return TownProfile.model_validate(data)
    except ValidationError as error:
        raise BadInput(f"Das Stadtprofil ist so nicht möglich: {_german(error)}.") from error


def _beside(profile: Path, file: Path | None) -> Path | None:
    """A file that the profile names, found from the profile's own folder."""
    if file is None:
        return None
    found = profile.parent / file
    if not found.is_file():
        raise WrongUsage(f"Das Stadtprofil {profile} nennt die Datei {file}; es gibt sie nicht. Bitte berichtigen.")
    return found


_WRONG = {
    "extra_forbidden": "unbekannter Eintrag",
    "missing": "fehlt",
    "enum": "kein zulässiger Wert",
    "string_type": "muss ein Text sein",
    "int_type": "muss eine ganze Zahl sein",
    "int_parsing": "muss eine ganze Zahl sein",
    "tuple_type": "muss eine Liste sein",
    "string_pattern_mismatch": "hat nicht die vorgesehene Form",
    "string_too_short": "darf nicht leer sein",
    "too_short": "braucht mindestens einen Eintrag",
    "greater_than_equal": "ist zu klein",
    "less_than_equal": "ist zu groß",
}


def _german(error: ValidationError) -> str:
    parts = []
    for one in error.errors(include_url=False):
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in one["loc"])
        said = one["msg"].removeprefix("Value error, ") if one["type"] == "value_error" else "ungültiger Wert"
        parts.append(f"{place or 'Zeichnungsweg (stations)'}: {_WRONG.get(one['type'], said)}")
    return "; ".join(parts)
