"""What all routes share: bodies in, JSON or a refusal out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.loopback.server import Discord, Interaction


class Refusal(Exception):
    """An error of Discord's API: status, code and message."""

    def __init__(self, status: int, code: int, message: str):
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message = status, code, message


def answer(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON under the exact header that discord.py looks for: aiohttp's own would add a character set."""
    return web.Response(
        body=json.dumps(data).encode(), status=status, headers={"Content-Type": "application/json", **(headers or {})}
    )


def refuse_if(discord: Discord, found: list[str], interaction: Interaction | None = None) -> None:
    """Refuses a body that Discord would refuse, and notes why. Raises Refusal."""
    if found:
        discord.problems += found
        if interaction is not None:
            interaction.refused.append("50035")
        raise Refusal(400, 50035, "Invalid Form Body: " + "; ".join(found))


async def body_of(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """The JSON of a request, also inside a multipart form, and its files by name."""
    if request.method not in ("POST", "PUT", "PATCH") or not request.can_read_body:
        return None, {}
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return (json.loads(raw) if raw else None), {}
    body: Any = None
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        if part.name == "payload_json":
            body = json.loads(await part.text())
        else:
            files[part.filename or part.name or ""] = bytes(await part.read())
    return body, files
