"""What members do in Discord, and what they get to see.

    alex = Member(discord, "alex")
    reply = await alex.slash("position", actor="Iran")
    assert "red line" in reply.text
    more = await alex.press(reply, "More")

Each verb waits for the bot's answer and gives it as a `Reply`; an interaction left without one raises NoAnswer,
which a member reads as "The application did not respond".
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.loopback import payloads
from tests.loopback.payloads import EPHEMERAL, Payload, snowflake, walk
from tests.loopback.reply import Reply
from tests.loopback.server import Discord, Interaction

PATIENCE = 10.0  # seconds until a test gives up on an answer that was promised
BUTTON, SELECT, INPUT = 2, 3, 4  # component types


class NoAnswer(AssertionError):
    """The application did not respond."""


class NoSuchCommand(AssertionError):
    """Discord offers the member no such command, or not with these options."""


class Member:
    """A person; `guild=None` uses the bot in direct messages, `installed=True` where it is no member."""

    def __init__(
        self,
        discord: Discord,
        name: str,
        guild: int | bool | None = True,
        permissions: int = payloads.EVERYONE,
        bot: bool = False,
        installed: bool = False,
    ):
        self.discord, self.permissions, self.installed = discord, permissions, installed
        self.user = payloads.user(snowflake(), name, bot)
        self.guild_id = next(iter(discord.guilds)) if guild is True else guild or None
        if self.guild_id is None:
            channel_id = snowflake()
            discord.channels[channel_id] = payloads.private_channel(channel_id, self.user)
            self.channel = discord.channels[channel_id]
        else:
            self.channel = discord.general(self.guild_id)

    # Interactions.

    async def slash(self, name: str, *groups: str, forced: bool = False, **options: Any) -> Reply:
        """Uses a slash command, subcommands in `groups`; `forced` goes around what Discord itself would refuse."""
        command = self._command(name, 1, forced)
        data = {
            "id": command["id"],
            "name": name,
            "type": 1,
            "options": self._options(command, groups, options, forced),
        }
        if attachments := {k: v for k, v in options.items() if isinstance(v, dict)}:
            data["resolved"] = {"attachments": {v["id"]: v for v in attachments.values()}}
        return await self._use(payloads.COMMAND, data, name)

    async def autocomplete(self, name: str, option: str, typed: str, *groups: str, **others: Any) -> list[str]:
        """What Discord offers while the member types: the names of the choices."""
        command = self._command(name, 1, False)
        options = self._options(command, groups, {**others, option: typed}, forced=True)
        innermost = options
        for _ in groups:
            innermost = innermost[0]["options"]
        next(entry for entry in innermost if entry["name"] == option)["focused"] = True
        interaction = await self._begin(
            payloads.AUTOCOMPLETE, {"id": command["id"], "name": name, "type": 1, "options": options}, name
        )
        await self._answered(interaction)
        return [choice["name"] for choice in interaction.answer["data"]["choices"]]

    async def menu(self, name: str, message: Payload) -> Reply:
        """Uses a command of the menu that opens on a message."""
        command = self._command(name, 3, False)
        data = {
            "id": command["id"],
            "name": name,
            "type": 3,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return await self._use(payloads.COMMAND, data, name)

    async def press(self, reply: Reply, label: str, number: int = 0) -> Reply:
        """Presses a button of an answer; the reply is the new message, or the one changed."""
        return await self._component(
            reply, {"custom_id": reply.button(label, number)["custom_id"], "component_type": BUTTON}
        )

    async def choose(self, reply: Reply, *values: str) -> Reply:
        """Chooses in the (only) menu of an answer."""
        menu = next(part for part in reply.parts if part["type"] == SELECT)
        assert {option["value"] for option in menu["options"]} >= set(values), menu["options"]
        return await self._component(
            reply, {"custom_id": menu["custom_id"], "component_type": SELECT, "values": list(values)}
        )

    async def submit(self, modal: Payload, **values: str) -> Reply:
        """Sends a modal (the `data` of the answer that opened it) with the text fields filled in, by custom_id."""
        parts = [
            {"type": 18, "id": n, "component": {"type": INPUT, "id": 100 + n, "custom_id": key, "value": value}}
            for n, (key, value) in enumerate(values.items(), 1)
        ]
        return await self._use(payloads.MODAL, {"custom_id": modal["custom_id"], "components": parts})

    def attach(self, name: str, content: bytes, kind: str = "text/plain; charset=utf-8") -> Payload:
        """A file for an option that takes one."""
        self.discord.files[name] = content
        url = f"http://{self.discord.host}/files/{name}"
        return {
            "id": str(snowflake()),
            "filename": name,
            "size": len(content),
            "url": url,
            "proxy_url": url,
            "content_type": kind,
        }

    # Messages.

    async def say(self, text: str, reply_to: Payload | None = None, **more: Any) -> Reply:
        """Writes a message and waits for the bot's answer in the channel."""
        before = len(self._heard())
        message = await self.write(text, reply_to, **more)
        try:
            async with asyncio.timeout(PATIENCE):
                while len(self._heard()) == before:
                    self.discord.posted.clear()
                    await self.discord.posted.wait()
        except TimeoutError:
            raise NoAnswer(f"nothing was said to {text[:80]!r}") from None
        replies = self._heard()[before:]
        assert all(reply.get("message_reference", {}).get("message_id") == message["id"] for reply in replies), (
            "not a reply to the message"
        )
        return Reply(self.discord, replies)

    async def write(self, text: str, reply_to: Payload | None = None, ping: bool = True, **more: Any) -> Payload:
        """Writes a message and does not wait. A reply pings its author unless `ping=False`."""
        extra: Payload = dict(more)
        if reply_to is not None:
            extra |= {
                "type": 19,
                "message_reference": {"message_id": reply_to["id"], "channel_id": reply_to["channel_id"]},
                "referenced_message": reply_to,
            }
        message = self.discord.add_message(int(self.channel["id"]), self.user, {"content": text}, **extra)
        if reply_to is not None and ping and reply_to["author"] not in message["mentions"]:
            message["mentions"] = [*message["mentions"], reply_to["author"]]
        message["mention_everyone"] = "@everyone" in text or "@here" in text
        await self.discord.announce(message)
        return message

    def _heard(self) -> list[Payload]:
        return [
            message
            for message in self.discord.visible_in(int(self.channel["id"]))
            if message["author"]["id"] == self.discord.bot["id"]
        ]

    # How it is done.

    def _command(self, name: str, kind: int, forced: bool) -> Payload:
        found = [command for command in self.discord.commands if command["name"] == name and command["type"] == kind]
        if not found:
            raise NoSuchCommand(f"{name}: there are {sorted(command['name'] for command in self.discord.commands)}")
        needed = int(found[0].get("default_member_permissions") or 0)
        if needed and not self.permissions & needed and self.guild_id and not forced:
            raise NoSuchCommand(f"{name}: not offered to {self.user['username']}, who lacks its permissions")
        context = 0 if self.guild_id else 2 if self.installed else 1
        if context not in (found[0].get("contexts") or [0, 1, 2]):
            raise NoSuchCommand(f"{name}: not offered here")
        if self.installed and 1 not in (found[0].get("integration_types") or [0]):
            raise NoSuchCommand(f"{name}: not offered to one who installed the bot for himself")
        return found[0]

    def _options(self, command: Payload, groups: tuple[str, ...], given: dict[str, Any], forced: bool) -> list[Payload]:
        if groups:
            sub = next(
                (
                    option
                    for option in command.get("options", [])
                    if option["name"] == groups[0] and option["type"] in (1, 2)
                ),
                None,
            )
            if sub is None:
                raise NoSuchCommand(f"{command['name']} {groups[0]}")
            return [{"type": sub["type"], "name": groups[0], "options": self._options(sub, groups[1:], given, forced)}]
        known = {option["name"]: option for option in command.get("options", [])}
        if unknown := given.keys() - known.keys():
            raise NoSuchCommand(f"/{command['name']} has no option {unknown}")
        for name, option in known.items():
            if name not in given and option.get("required") and not forced:
                raise NoSuchCommand(f"/{command['name']} needs {name}")
            text = given.get(name)
            if (
                isinstance(text, str)
                and not forced
                and not option.get("min_length", 0) <= len(text) <= option.get("max_length", 6000)
            ):
                raise NoSuchCommand(f"/{command['name']} {name}: {len(text)} characters")
        return [
            {"type": known[name]["type"], "name": name, "value": value["id"] if isinstance(value, dict) else value}
            for name, value in given.items()
        ]

    async def _component(self, reply: Reply, data: Payload) -> Reply:
        owner = next(
            message
            for message in reply.messages
            if any(part.get("custom_id") == data["custom_id"] for part in walk(message["components"]))
        )
        if owner["flags"] & EPHEMERAL and self.discord.private_to.get(int(owner["id"])) != self.user["id"]:
            raise AssertionError("pressed a button of a message that only another member sees")
        part = next(part for part in walk(owner["components"]) if part.get("custom_id") == data["custom_id"])
        interaction = await self._begin(payloads.COMPONENT, {**data, "id": part.get("id", 0)}, message=owner)
        return await self._reply(interaction)

    async def _use(self, kind: int, data: Payload, command: str | None = None) -> Reply:
        return await self._reply(await self._begin(kind, data, command))

    async def _begin(
        self, kind: int, data: Payload, command: str | None = None, message: Payload | None = None
    ) -> Interaction:
        discord = self.discord
        interaction = Interaction(
            snowflake(), f"token-{snowflake()}", kind, self.guild_id, int(self.channel["id"]), self.user, command
        )
        interaction.message_id = int(message["id"]) if message else None
        discord.interactions[interaction.id] = interaction
        owners = {"1": self.user["id"]} if self.installed else {"0": str(self.guild_id or 0)}
        payload: Payload = {
            "id": str(interaction.id),
            "application_id": discord.bot["id"],
            "type": kind,
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel": self.channel,
            "channel_id": self.channel["id"],
            "locale": "en-US",
            "entitlements": [],
            "attachment_size_limit": 10_485_760,
            "app_permissions": str(payloads.EVERYONE),
            "authorizing_integration_owners": owners,
            "context": 0 if self.guild_id else 2 if self.installed else 1,
        }
        if self.guild_id:
            payload |= {
                "guild_id": str(self.guild_id),
                "guild_locale": "en-US",
                "guild": {"id": str(self.guild_id), "features": [], "locale": "en-US"},
                "member": payloads.member(self.user, self.permissions),
            }
        else:
            payload["user"] = self.user
        if message:
            payload["message"] = json.loads(json.dumps(message))
        await discord.gateway.session_for(None if self.installed else self.guild_id).dispatch(
            "INTERACTION_CREATE", payload
        )
        return interaction

    async def _answered(self, interaction: Interaction) -> None:
        try:
            async with asyncio.timeout(self.discord.deadline + 0.5):
                await interaction.changed.wait()
        except TimeoutError:
            raise NoAnswer(f"The application did not respond (refused: {interaction.refused})") from None

    async def _reply(self, interaction: Interaction) -> Reply:
        await self._answered(interaction)
        try:
            async with asyncio.timeout(PATIENCE):
                while interaction.answer["type"] == 5:
                    interaction.changed.clear()
                    await interaction.changed.wait()
        except TimeoutError:
            raise NoAnswer("The application is thinking ... for ever") from None
        await asyncio.sleep(0)
        ids = [interaction.message_id, *interaction.followups] if interaction.message_id else []
        return Reply(self.discord, [self.discord.messages[number] for number in ids], interaction)
