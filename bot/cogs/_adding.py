"""How an article comes to a server: from a file or the link of one, compiled apart, its progress told."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import aiohttp
import discord

from bot.cards.blocks import LINE
from bot.cards.literal import one_line, shortened
from bot.cogs._library import MOST_UPLOADS, Removed, TooMany
from bot.cogs._managing import problems_of
from bot.errors import IngestUnavailable
from bot.texts import Texts
from knowledge.errors import BadData
from knowledge.model.article import MAX_BYTES
from knowledge.model.factbase import FactBase

if TYPE_CHECKING:
    from bot.client import Readout

log = logging.getLogger(__name__)

FETCH_SECONDS = 20.0
COUNTED = ("actors", "topics", "quotes", "positions", "facts", "unattributed")


class Unfit(Exception):
    """A file that cannot be had or cannot be an article; the message is for the member."""


async def add_article(
    client: Readout,
    guild_id: int,
    source: discord.Attachment | str,
    tell: Callable[[str], Awaitable[None]],
) -> None:
    """Adds the article in an attachment or behind a link, and tells how that goes and how it ended.

    Raises StoreUnavailable, and nothing else that a member or a moderator can bring about.
    """
    texts = client.texts
    link = "" if isinstance(source, discord.Attachment) else source.strip().strip("<>")
    name = unquote(urlsplit(link).path.rsplit("/", 1)[-1]) if link else source.filename

    async def progress(stage: str) -> None:
        await tell(texts(f"discord.library.stages.{stage}"))

    try:
        article = await (_linked(link, client.attachment_origins, texts) if link else _attached(source, texts))
        briefing = await client.library.add(guild_id, name or "article", article, progress)
    except Unfit as error:
        await tell(str(error))
    except BadData as error:
        await tell(problems_of(error, name, texts))
    except IngestUnavailable as error:
        log.error("%s", error)
        await tell(texts("discord.library.cannot_compile"))
    except TooMany:
        await tell(texts("discord.library.too_many", number=MOST_UPLOADS))
    except Removed as error:
        await tell(texts("discord.library.removed", name=one_line(shortened(error.title, LINE))))
    else:
        await tell(_added(briefing.base, texts))


def _added(base: FactBase, texts: Texts) -> str:
    counts = {kind: len(getattr(base, kind)) for kind in COUNTED}
    return texts("discord.library.added", title=one_line(shortened(base.article.title, LINE)), **counts)


async def _attached(file: discord.Attachment, texts: Texts) -> bytes:
    """The bytes of an attached file."""
    if file.size > MAX_BYTES:
        raise _too_big(file.size, texts)
    try:
        return await file.read()
    except discord.HTTPException as error:
        raise Unfit(texts("discord.library.not_there")) from error


async def _linked(link: str, origins: tuple[str, ...], texts: Texts) -> bytes:
    """The bytes behind the link of an attachment. Nothing but Discord's own file hosts is asked: nobody can make the
    bot fetch from the network that it runs in."""
    parts = urlsplit(link)
    if f"{parts.scheme}://{parts.netloc}" not in origins:
        raise Unfit(texts("discord.library.no_attachment"))
    data = b""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=FETCH_SECONDS)) as session,
            session.get(link, allow_redirects=False) as response,
        ):
            if response.status != 200:
                raise Unfit(texts("discord.library.not_there"))
            async for chunk in response.content.iter_chunked(2**16):
                data += chunk
                if len(data) > MAX_BYTES:
                    raise _too_big(len(data), texts)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unfit(texts("discord.library.not_there")) from error
    return data


def _too_big(size: int, texts: Texts) -> Unfit:
    return Unfit(texts("discord.library.too_big", size=f"{size:,}", limit=f"{MAX_BYTES:,}"))
