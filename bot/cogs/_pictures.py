"""Pictures on a card: drawn beside the answer, attached with their words for who cannot see them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import discord
from discord import ui

from bot.answering.engine import Scope
from bot.answering.tally import tally
from bot.chart import Chart, can_draw, chart
from bot.commands import Call

MOST = 4  # pictures on a card; the words of the card are complete in any case


def pictures_of(call: Call, scope: Scope) -> list[Chart]:
    """What belongs to an answer as pictures: the chart of every briefing, newest first, where that was asked for."""
    if call.name != "chart" or not can_draw():
        return []
    bases = [index.briefing.base for index in scope.indexes]
    return [chart(base, scope.texts) for base in [base for base in bases if tally(base).actors][:MOST]]


def hung(view: ui.LayoutView, pictures: Sequence[Chart]) -> ui.LayoutView:
    """The card with the pictures below its first text."""
    container = next((item for item in view.children if isinstance(item, ui.Container)), None)
    if not pictures or container is None or any(isinstance(item, ui.MediaGallery) for item in container.children):
        return view
    items = [discord.MediaGalleryItem(f"attachment://{_name(n)}", description=p.alt) for n, p in enumerate(pictures)]
    lead, *rest = container.children
    container.clear_items()
    for item in (lead, ui.MediaGallery(*items), *rest):
        container.add_item(item)
    return view


def files_of(pictures: Sequence[Chart]) -> list[discord.File]:
    """The pictures as attachments; made anew for every attempt to send them, for a file is read only once."""
    return [discord.File(BytesIO(p.png), _name(n), description=p.alt) for n, p in enumerate(pictures)]


def _name(number: int) -> str:
    return f"positions-{number + 1}.png"
