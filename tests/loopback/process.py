"""Runs `readout` in a process of its own, with nothing changed but where Discord is.

python -m tests.loopback.process HOST bot --shards 0/2
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import discord
import yarl

PROJECT = Path(__file__).parents[2]


@asynccontextmanager
async def readout(
    host: str, *arguments: str, without: Iterable[str] = (), **environ: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A running `readout ARGUMENTS`, killed at the end if it still runs. It sees no settings but those given, and
    none of the packages `without`, as if they were not installed."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.loopback.process", host, *arguments),
        cwd=PROJECT,
        env=kept | {"PYTHONDONTWRITEBYTECODE": "1", "PACKAGES_NOT_HERE": " ".join(without)} | environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


if __name__ == "__main__":
    sys.modules.update(dict.fromkeys(os.environ["PACKAGES_NOT_HERE"].split()))  # type: ignore[arg-type]
    from bot.cli import main

    discord.http.Route.BASE = f"http://{sys.argv[1]}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{sys.argv[1]}/gateway")
    sys.exit(main(sys.argv[2:]))
