"""Every string that people read, from one catalogue: `bot/texts.yaml`; and other people's words without tricks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

# What can be seen in place of what cannot: controls as the pictures that Unicode has for them; what turns the
# direction of the words behind it ("\u202e"), and half a surrogate pair, as the mark of a character that is not there.
_SEEN = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\t\r\n"},
    0x7F: 0x2421,
    0x9B: 0x241B,
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)], 0xFFFD),
}


def seen(text: str) -> str:
    """The text with nothing in it that steers a terminal, or shows words in another order than they stand in."""
    return text.translate(_SEEN)


class Texts:
    """The catalogue, asked by dotted key: `texts("decline.unknown_name", name="Putin")`.

    A key that is missing is a fault of ours, so it raises KeyError; a test asks for every key that the code names.
    """

    def __init__(self, catalogue: dict[str, Any]):
        self._catalogue = catalogue

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of that key with its `{placeholders}` filled in."""
        text = self.get(key)
        if not isinstance(text, str):
            raise KeyError(f"{key} is not a text in texts.yaml")
        return text.format_map(values) if values else text

    def get(self, key: str) -> Any:
        """What stands under a key, a text, list or mapping; under "" the whole catalogue. Raises KeyError."""
        here: Any = self._catalogue
        for part in key.split(".") if key else ():
            here = here[part]
        return here

    def count(self, key: str, number: int, **values: object) -> str:
        """The text for a number of things: `key.one` for 1, else `key.many`, with `{number}`."""
        return self(f"{key}.{'one' if number == 1 else 'many'}", number=number, **values)


@cache
def load_texts() -> Texts:
    """The catalogue shipped with the bot: read once, and changed by nobody."""
    path = Path(__file__).with_name("texts.yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C it takes a tenth of the time
    return Texts(yaml.load(path.read_text(encoding="utf-8"), Loader=loader))
