"""Attributions: who says, believes or wants what, by candidate frames and a hand-set lexicon.

`find_attributions` reads frames off the dependency parse, weighs them by the lexicon, and merges them with
the attributions of the direct quotes. Nested ones stay, with their level.
"""

from __future__ import annotations

from knowledge.attributions.finding import find_attributions

__all__ = ["find_attributions"]
