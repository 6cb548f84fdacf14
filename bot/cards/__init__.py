"""An `Answer` as Discord shows it. The one place that knows Discord's limits.

card.py      pages of Components V2, and plain text
blocks.py    the texts they are made of
literal.py   other people's words, escaped
presses.py   what a button carries
limits.py    the figures
"""

from bot.cards.blocks import sources_of
from bot.cards.card import Cards

__all__ = ["Cards", "sources_of"]
