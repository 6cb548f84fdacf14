"""The REST routes that the bot needs. Any other is a 404 that names the route, and a problem of the test."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.loopback import limits, payloads
from tests.loopback.payloads import EPHEMERAL, Payload, snowflake

if TYPE_CHECKING:
    from tests.loopback.server import Discord, Interaction

API = "/api/v10"


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


def add_routes(app: web.Application, discord: Discord) -> None:
    """Adds every route to the application."""
    routes = Routes(discord)
    for method, path, handler in (
        ("GET", "/users/@me", routes.me),
        ("GET", "/oauth2/applications/@me", routes.application),
        ("GET", "/gateway/bot", routes.gateway),
        ("GET", "/applications/{app}/commands", routes.commands),
        ("PUT", "/applications/{app}/commands", routes.put_commands),
        ("PUT", "/applications/{app}/guilds/{guild}/commands", routes.put_commands),
        ("POST", "/interactions/{interaction}/{token}/callback", routes.callback),
        ("GET", "/webhooks/{app}/{token}/messages/{message}", routes.get_response),
        ("PATCH", "/webhooks/{app}/{token}/messages/{message}", routes.patch_response),
        ("POST", "/webhooks/{app}/{token}", routes.followup),
        ("GET", "/channels/{channel}", routes.channel),
        ("GET", "/channels/{channel}/messages/{message}", routes.message),
        ("POST", "/channels/{channel}/messages", routes.post),
        ("POST", "/channels/{channel}/typing", routes.typing),
        ("POST", "/users/@me/channels", routes.open_private),
    ):
        app.router.add_route(method, API + path, routes.wrapped(handler))
    app.router.add_get("/files/{name}", routes.file)
    app.router.add_route("*", "/{rest:.*}", routes.unknown)


class Routes:
    """The handlers; each gets the request and its body, gives data, or raises Refusal."""

    def __init__(self, discord: Discord):
        self._discord = discord

    def wrapped(self, handler):
        """A handler with what all routes share: token, record, faults, check of the body, errors."""

        async def handle(request: web.Request) -> web.Response:
            discord, path = self._discord, request.path.removeprefix(API)
            body, files = await _body(request)
            discord.requests.append((request.method, path, body))
            fault = discord.fault_for(request.method, path)
            if fault is not None and fault.delay:
                await asyncio.sleep(fault.delay)
            if fault is not None and fault.status and not fault.after:
                return answer(
                    fault.body if fault.body is not None else {"code": 0, "message": "injected"},
                    fault.status,
                    fault.headers,
                )
            needs_token = not path.startswith(("/interactions/", "/webhooks/"))
            if needs_token and request.headers.get("Authorization") != f"Bot {discord.token}":
                return answer({"code": 0, "message": "401: Unauthorized"}, 401)
            if body is not None and discord.description is not None:
                discord.problems += [
                    f"{request.method} {path}: {problem}"
                    for problem in discord.description.problems(request.method, path, body)
                ]
            try:
                data = await handler(request, body, files)
            except Refusal as refusal:
                return answer({"code": refusal.code, "message": refusal.message}, refusal.status)
            if fault is not None and fault.after:
                return answer(fault.body or {"code": 0, "message": "injected"}, fault.status, fault.headers)
            return web.Response(status=204) if data is None else answer(data)

        return handle

    # Who the bot is.

    async def me(self, request, body, files) -> Payload:
        return {**self._discord.bot, "verified": True, "locale": "en-US", "mfa_enabled": False, "email": None}

    async def application(self, request, body, files) -> Payload:
        bot = self._discord.bot
        return {
            "id": bot["id"],
            "name": bot["username"],
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "owner": self._discord.owner,
            "flags": 0,
            "summary": "",
            "team": None,
        }

    async def gateway(self, request, body, files) -> Payload:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return {"url": f"ws://{self._discord.host}/gateway", "shards": 1, "session_start_limit": limit}

    # Commands.

    async def commands(self, request, body, files) -> list[Payload]:
        return self._discord.commands

    async def put_commands(self, request, body, files) -> list[Payload]:
        self._refuse_if(limits.command_problems(body))
        app_id = request.match_info["app"]
        made = [
            {
                "type": 1,
                "description": "",
                "options": [],
                "nsfw": False,
                "default_member_permissions": None,
                **command,
                "id": str(snowflake()),
                "application_id": app_id,
                "version": str(snowflake()),
            }
            for command in body
        ]
        if "guild" in request.match_info:
            self._discord.guild_commands[int(request.match_info["guild"])] = made
        else:
            self._discord.commands = made
        self._discord.synced += 1
        return made

    # Interactions.

    async def callback(self, request, body, files) -> Payload:
        discord = self._discord
        interaction = discord.interactions.get(int(request.match_info["interaction"]))
        if (
            interaction is None
            or interaction.token != request.match_info["token"]
            or time.monotonic() - interaction.made > discord.deadline
        ):
            if interaction is not None:
                interaction.refused.append("10062")
            raise Refusal(404, 10062, "Unknown interaction")
        if interaction.answer is not None:
            interaction.refused.append("40060")
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        kind, data = body["type"], body.get("data") or {}
        source = discord.messages.get(interaction.message_id or 0)
        self._refuse_if(limits.callback_problems(body, source["flags"] if source else 0, len(files)), interaction)
        if ((kind in (6, 7)) and interaction.kind not in (payloads.COMPONENT, payloads.MODAL)) or (kind == 8) != (
            interaction.kind == payloads.AUTOCOMPLETE
        ):
            raise Refusal(400, 50035, f"an answer of type {kind} to an interaction of type {interaction.kind}")
        message = None
        if kind in (4, 5):
            message = self._respond(interaction, data, loading=kind == 5)
            interaction.message_id, interaction.private = int(message["id"]), bool(message["flags"] & EPHEMERAL)
        elif kind == 7:
            message = discord.change_message(interaction.message_id, data)
        interaction.answer = body
        interaction.changed.set()
        resource = {"type": kind, **({"message": message} if message else {})}
        return {
            "interaction": {
                "id": str(interaction.id),
                "type": interaction.kind,
                **({"response_message_id": message["id"]} if message else {}),
            },
            "resource": resource,
        }

    def _respond(self, interaction: Interaction, data: Payload, loading: bool = False) -> Payload:
        discord = self._discord
        metadata = {
            "id": str(interaction.id),
            "type": interaction.kind,
            "user": interaction.user,
            "authorizing_integration_owners": {},
        }
        message = discord.add_message(
            interaction.channel_id,
            discord.bot,
            data,
            interaction_metadata=metadata,
            type=20,
            application_id=discord.bot["id"],
            webhook_id=discord.bot["id"],
        )
        message["flags"] |= 1 << 7 if loading else 0
        if message["flags"] & EPHEMERAL:
            discord.private_to[int(message["id"])] = interaction.user["id"]
        return message

    def _by_token(self, request: web.Request) -> Interaction:
        for interaction in self._discord.interactions.values():
            if interaction.token == request.match_info["token"] and interaction.answer is not None:
                return interaction
        raise Refusal(404, 10015, "Unknown Webhook")

    def _response_id(self, request: web.Request) -> tuple[Interaction, int]:
        interaction = self._by_token(request)
        name = request.match_info["message"]
        message_id = interaction.message_id if name == "@original" else int(name)
        if message_id not in self._discord.messages:
            raise Refusal(404, 10008, "Unknown Message")
        return interaction, message_id

    async def get_response(self, request, body, files) -> Payload:
        return self._discord.messages[self._response_id(request)[1]]

    async def patch_response(self, request, body, files) -> Payload:
        interaction, message_id = self._response_id(request)
        before = self._discord.messages[message_id]
        self._refuse_if(
            limits.message_problems(body, before["flags"] | (body.get("flags") or 0), len(files), edit=True),
            interaction,
        )
        message = self._discord.change_message(message_id, body)
        message["flags"] &= ~(1 << 7)
        interaction.answer = {"type": 4, "data": body}
        interaction.changed.set()
        return message

    async def followup(self, request, body, files) -> Payload:
        interaction = self._by_token(request)
        self._refuse_if(limits.message_problems(body, files=len(files)), interaction)
        if interaction.deferred:  # the first follow-up fills the place of "thinking", and keeps its privacy
            message = self._discord.change_message(interaction.message_id, body)
            message["flags"] &= ~(1 << 7)
            interaction.answer = {"type": 4, "data": body}
        else:
            message = self._respond(interaction, body)
            interaction.followups.append(int(message["id"]))
        interaction.changed.set()
        return message

    # Channels.

    async def channel(self, request, body, files) -> Payload:
        return self._discord.channels[self._channel_id(request)]

    async def message(self, request, body, files) -> Payload:
        try:
            return self._discord.messages[int(request.match_info["message"])]
        except KeyError:
            raise Refusal(404, 10008, "Unknown Message") from None

    async def post(self, request, body, files) -> Payload:
        channel_id = self._channel_id(request)
        self._refuse_if(limits.message_problems(body, files=len(files)))
        if (body.get("flags") or 0) & EPHEMERAL:
            self._refuse_if(["a private message in a channel: only answers to interactions can be private"])
        more: Payload = {}
        if reference := body.get("message_reference"):
            original = self._discord.messages.get(int(reference["message_id"]))
            if original is None and reference.get("fail_if_not_exists", True):
                raise Refusal(400, 50035, "Unknown message in message_reference")
            if original is not None:
                more = {
                    "type": 19,
                    "message_reference": {k: str(v) for k, v in reference.items() if k.endswith("_id")},
                    "referenced_message": original,
                }
        message = self._discord.add_message(channel_id, self._discord.bot, body, **more)
        await self._discord.announce(message)
        return message

    async def typing(self, request, body, files) -> None:
        self._discord.typing.append(self._channel_id(request))

    async def open_private(self, request, body, files) -> Payload:
        for channel in self._discord.channels.values():
            if any(person["id"] == str(body["recipient_id"]) for person in channel.get("recipients", [])):
                return channel
        raise Refusal(400, 50033, "Invalid Recipient(s)")

    def _channel_id(self, request: web.Request) -> int:
        channel_id = int(request.match_info["channel"])
        if channel_id not in self._discord.channels:
            raise Refusal(404, 10003, "Unknown Channel")
        return channel_id

    # The rest.

    async def file(self, request: web.Request) -> web.Response:
        """A file that a member attached."""
        data = self._discord.files.get(request.match_info["name"])
        return web.Response(body=data) if data is not None else web.Response(status=404)

    async def unknown(self, request: web.Request) -> web.Response:
        route = f"{request.method} {request.path}"
        self._discord.problems.append(f"{route}: the stand-in has no such route")
        return answer({"code": 0, "message": f"404: {route} is not implemented by the stand-in"}, 404)

    def _refuse_if(self, found: list[str], interaction: Interaction | None = None) -> None:
        if found:
            self._discord.problems += found
            if interaction is not None:
                interaction.refused.append("50035")
            raise Refusal(400, 50035, "Invalid Form Body: " + "; ".join(found))


async def _body(request: web.Request) -> tuple[Any, list[str]]:
    """The JSON of a request, also inside a multipart form, and the names of its files."""
    if request.method not in ("POST", "PUT", "PATCH") or not request.can_read_body:
        return None, []
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return (json.loads(raw) if raw else None), []
    body, files = None, []
    async for part in await request.multipart():
        if part.name == "payload_json":
            body = json.loads(await part.text())
        else:
            files.append(part.filename or part.name)
            await part.read()
    return body, files
