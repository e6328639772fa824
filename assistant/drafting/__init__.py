"""Drafting: a question and earlier answers in, a draft in which every statement can be traced out."""

from assistant.drafting.chat import ChatModel, open_model
from assistant.drafting.checks import review_item, unverified
from assistant.drafting.drafter import draft, preview_prompt
from assistant.drafting.requests import Request, zulieferung

__all__ = [
    "ChatModel",
    "Request",
    "draft",
    "open_model",
    "preview_prompt",
    "review_item",
    "unverified",
    "zulieferung",
]
