"""The lists of words and turns of phrase beside this package."""

from importlib.resources import files


def lines_of(name: str) -> list[str]:
    """The lines of a list, without its comments."""
    lines = (files("assistant.drafting.verification") / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
