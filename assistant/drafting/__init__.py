"""Drafting: a question and earlier answers in, a draft in which every statement can be traced out."""

from assistant.drafting.checks import review_item, unverified
from assistant.drafting.drafter import draft
from assistant.drafting.requests import Request, zulieferung

__all__ = ["Request", "draft", "review_item", "unverified", "zulieferung"]
