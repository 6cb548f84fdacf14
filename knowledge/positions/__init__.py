"""Positions: the attributions by which an actor wants, demands, rejects, threatens, offers, fears ... something.

A position's text is one slice of the article, from the cue to the end of its content. Precision comes first:
a holder that is neither an actor nor a person or body by name is no holder, and the position is left out.
"""

from knowledge.positions.asserted import BAR
from knowledge.positions.finding import find_positions

__all__ = ["BAR", "find_positions"]
