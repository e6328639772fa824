"""Benchmarks beside the alternatives, each a command of its own."""
