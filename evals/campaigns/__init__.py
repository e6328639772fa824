"""Campaigns that break things on purpose; each a command of its own, too long for the tests."""
