"""What a member gets to see: the bot's answer to one interaction, or messages of its own."""

from __future__ import annotations

from tests.loopback.markdown import Seen, read
from tests.loopback.payloads import EPHEMERAL, Payload, walk
from tests.loopback.server import Discord, Interaction

BUTTON, TEXT = 2, 10  # component types


class Reply:
    """The bot's answer to one interaction, or a message of its own."""

    def __init__(self, discord: Discord, messages: list[Payload], interaction: Interaction | None = None):
        self.discord, self.messages, self.interaction = discord, messages, interaction

    @property
    def message(self) -> Payload:
        """The first message of the answer."""
        return self.messages[0]

    @property
    def parts(self) -> list[Payload]:
        """Every component, in the order of reading."""
        return [part for message in self.messages for part in walk(message["components"])]

    @property
    def source(self) -> str:
        """The Markdown of the answer, as the bot sent it."""
        texts = [message["content"] for message in self.messages if message["content"]]
        return "\n".join(texts + [part["content"] for part in self.parts if part["type"] == TEXT])

    @property
    def seen(self) -> Seen:
        """The words on the screen, and what the Markdown did."""
        return read(self.source)

    @property
    def text(self) -> str:
        """The words on the screen."""
        return self.seen.text

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons that can be pressed, in order; links are not among them."""
        return [
            part["label"]
            for part in self.parts
            if part["type"] == BUTTON and "custom_id" in part and not part.get("disabled")
        ]

    @property
    def private(self) -> bool:
        """Whether only the member sees it."""
        return all(message["flags"] & EPHEMERAL for message in self.messages)

    def button(self, label: str, number: int = 0) -> Payload:
        """The button of that label (the first of several, or another by number)."""
        found = [part for part in self.parts if part["type"] == BUTTON and part.get("label") == label]
        assert len(found) > number, f"no button {label!r}; there are {self.buttons}"
        return found[number]
