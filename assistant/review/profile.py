"""The town's profile as it is edited on a page: what of it, and how it is kept.

The file stays as it is; what was edited stands over it, in the one truth, so that it is saved in the
transaction of its journal entry and goes into every backup. Files (logo, Word template) stay the file's.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from assistant.errors import BadInput
from assistant.review.journal import digest
from assistant.town import StationRole, TownProfile, check_town

PROFILE = "town_profile"
EDITABLE = (
    "name",
    "state",
    "letterhead",
    "mayor_title",
    "mayor",
    "council",
    "stadtrat",
    "departments",
    "stations",
    "days_to_answer",
    "answer_paper_type",
    "reference_pattern",
)


def profile_changes(stored: str) -> dict[str, Any]:
    """What was edited, as typed values to be laid over the profile in the file."""
    edited = TownProfile.model_validate(json.loads(stored))
    return {name: getattr(edited, name) for name in EDITABLE}


def edited_profile(town: TownProfile, changes: dict[str, Any]) -> TownProfile:
    """The profile with these changes; raises BadInput naming what is not possible."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise BadInput(f"Diese Angaben des Stadtprofils lassen sich hier nicht ändern: {', '.join(sorted(unknown))}.")
    return check_town({**town.model_dump(mode="json"), **changes})


def kept_profile(town: TownProfile) -> str:
    return json.dumps(town.model_dump(mode="json", include=set(EDITABLE)), ensure_ascii=False, sort_keys=True)


def profile_stamp(town: TownProfile) -> str:
    """Changes with every edit: a form names the one it was filled in for."""
    return digest(kept_profile(town))[:16]


def stations_of(labels: Sequence[str], keys: Sequence[str]) -> list[dict[str, str]]:
    """The Zeichnungsweg from its labels in order: the first writes, the last signs for good, the others co-sign.

    A station keeps its key, under which signatures are stored; a new one gets one from its label.
    """
    named = [(" ".join(label.split()), key) for label, key in zip(labels, keys, strict=True) if label.strip()]
    if len(named) < 2:
        raise BadInput("Der Zeichnungsweg braucht mindestens die Sachbearbeitung und die Schlusszeichnung.")
    taken = {key for _, key in named if key}
    stations: list[dict[str, str]] = []
    for place, (label, key) in enumerate(named):
        role = StationRole.co_signer
        role = StationRole.clerk if place == 0 else StationRole.final_signer if place == len(named) - 1 else role
        stations.append({"key": key or _new_key(label, taken), "label": label, "role": role.value})
    return stations


def _new_key(label: str, taken: set[str]) -> str:
    plain = label.casefold().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "station"
    key = next(k for n in range(1, 1000) if (k := stem if n == 1 else f"{stem}_{n}") not in taken)
    taken.add(key)
    return key


def edited_way(town: TownProfile, labels: Sequence[str], keys: Sequence[str]) -> list[dict[str, str]]:
    """The Zeichnungsweg as the page sends it. The same stations keep their roles, whatever these are; only a
    way of the plain form (one writes, others co-sign, one ends) can be made longer or shorter here."""
    sent = [(" ".join(label.split()), key) for label, key in zip(labels, keys, strict=True) if label.strip()]
    if [key for _, key in sent] == [station.key for station in town.stations]:
        return [
            {**station.model_dump(mode="json"), "label": label}
            for station, (label, _) in zip(town.stations, sent, strict=True)
        ]
    if not _plain([station.role for station in town.stations]):
        raise BadInput("Der Zeichnungsweg ist in der Profildatei anders aufgebaut; Stationen bitte dort ändern.")
    return stations_of(labels, keys)


def _plain(roles: Sequence[StationRole]) -> bool:
    ends = (StationRole.clerk, StationRole.final_signer)
    return len(roles) > 1 and (roles[0], roles[-1]) == ends and set(roles[1:-1]) <= {StationRole.co_signer}
