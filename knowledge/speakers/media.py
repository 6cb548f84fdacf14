"""Where something was said: "told Fox Business", "in a statement", "on Truth Social"."""

from __future__ import annotations

from knowledge.article import Article
from knowledge.parsing import ParsedBlock


def find_medium(article: Article, parsed: list[ParsedBlock], owner: object, group: list[object]) -> str | None:
    """The medium that the words around an attribution name, or None."""
    return None
