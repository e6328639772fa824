"""Drafting: a question and earlier answers in, a draft in which every statement can be traced out."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.drafting.chat import ChatModel, open_model
    from assistant.drafting.checks import review_item, unverified
    from assistant.drafting.drafter import draft, preview_prompt
    from assistant.drafting.gaps import missing
    from assistant.drafting.kinds import proposed_reference
    from assistant.drafting.requests import Request, zulieferung

__all__ = [
    "ChatModel",
    "Request",
    "draft",
    "missing",
    "open_model",
    "preview_prompt",
    "proposed_reference",
    "review_item",
    "unverified",
    "zulieferung",
]

_HOMES = {
    "ChatModel": "chat",
    "open_model": "chat",
    "review_item": "checks",
    "unverified": "checks",
    "draft": "drafter",
    "preview_prompt": "drafter",
    "missing": "gaps",
    "proposed_reference": "kinds",
    "Request": "requests",
    "zulieferung": "requests",
}


def __getattr__(name: str) -> Any:
    """Each name from its module when it is asked for: judging a sentence needs no search."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
