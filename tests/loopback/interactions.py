"""The REST routes of interactions: the first answer, its changes, and what follows it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from aiohttp import web

from tests.loopback import limits, payloads
from tests.loopback.payloads import EPHEMERAL, Payload
from tests.loopback.wire import Refusal, refuse_if

if TYPE_CHECKING:
    from tests.loopback.server import Discord, Interaction


class InteractionRoutes:
    """The handlers; each gets the request, its body and files, gives data, or raises Refusal."""

    def __init__(self, discord: Discord):
        self._discord = discord

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
        refuse_if(self._discord, limits.callback_problems(body, source["flags"] if source else 0, files), interaction)
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
        refuse_if(
            self._discord,
            limits.message_problems(body, before["flags"] | (body.get("flags") or 0), files, edit=True),
            interaction,
        )
        message = self._discord.change_message(message_id, body)
        message["flags"] &= ~(1 << 7)
        interaction.answer = {"type": 4, "data": body}
        interaction.changed.set()
        return message

    async def followup(self, request, body, files) -> Payload:
        interaction = self._by_token(request)
        refuse_if(self._discord, limits.message_problems(body, files=files), interaction)
        if interaction.deferred:  # the first follow-up fills the place of "thinking", and keeps its privacy
            message = self._discord.change_message(interaction.message_id, body)
            message["flags"] &= ~(1 << 7)
            interaction.answer = {"type": 4, "data": body}
        else:
            message = self._respond(interaction, body)
            interaction.followups.append(int(message["id"]))
        interaction.changed.set()
        return message
