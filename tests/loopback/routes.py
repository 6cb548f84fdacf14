"""The REST routes that the bot needs. Any other is a 404 that names the route, and a problem of the test."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from tests.loopback import limits
from tests.loopback.interactions import InteractionRoutes
from tests.loopback.payloads import EPHEMERAL, Payload, snowflake
from tests.loopback.wire import Refusal, answer, body_of, refuse_if

if TYPE_CHECKING:
    from tests.loopback.server import Discord

API = "/api/v10"


def add_routes(app: web.Application, discord: Discord) -> None:
    """Adds every route to the application."""
    routes, interactions = Routes(discord), InteractionRoutes(discord)
    for method, path, handler in (
        ("GET", "/users/@me", routes.me),
        ("GET", "/oauth2/applications/@me", routes.application),
        ("GET", "/gateway/bot", routes.gateway),
        ("GET", "/applications/{app}/commands", routes.commands),
        ("PUT", "/applications/{app}/commands", routes.put_commands),
        ("PUT", "/applications/{app}/guilds/{guild}/commands", routes.put_commands),
        ("POST", "/interactions/{interaction}/{token}/callback", interactions.callback),
        ("GET", "/webhooks/{app}/{token}/messages/{message}", interactions.get_response),
        ("PATCH", "/webhooks/{app}/{token}/messages/{message}", interactions.patch_response),
        ("POST", "/webhooks/{app}/{token}", interactions.followup),
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
            body, files = await body_of(request)
            discord.requests.append((request.method, path, body))
            discord.uploaded |= files
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
        refuse_if(self._discord, limits.command_problems(body))
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
        refuse_if(self._discord, limits.message_problems(body, files=files))
        if (body.get("flags") or 0) & EPHEMERAL:
            refuse_if(self._discord, ["a private message in a channel: only answers to interactions can be private"])
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
        if fault := self._discord.fault_for("GET", request.path):
            return answer({}, fault.status, fault.headers)
        data = self._discord.files.get(request.match_info["name"])
        return web.Response(body=data) if data is not None else web.Response(status=404)

    async def unknown(self, request: web.Request) -> web.Response:
        route = f"{request.method} {request.path}"
        self._discord.problems.append(f"{route}: the stand-in has no such route")
        return answer({"code": 0, "message": f"404: {route} is not implemented by the stand-in"}, 404)
