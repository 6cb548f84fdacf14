"""Discord's limits, other people's words in its Markdown, and what a button carries.

Words of others show literally: no style, link, emoji or mention. Discord takes the backslash away before any character
that is neither a letter, a digit nor white space, and then reads no meaning into it (Discord, "Markdown Text 101"; the
same rule in its client's parser).

A button works for ever, since its `custom_id` says all there is to know:

    context:BRIEFING:EXCERPT     show the excerpt with what stands around it
    pick:BRIEFING:EXCERPT        this candidate was meant
    none                         none of the candidates was meant
    good:BRIEFING:EXCERPT        helpful
    wrong:BRIEFING:EXCERPT       wrong; asks for one of the reasons
    why:REASON:BRIEFING:EXCERPT  wrong, for this reason
    more:PAGE:CALL               the next page of an answer; the call makes the answer again
    ask:LINE                     a question or command that was suggested

BRIEFING is a short key of a briefing's id. An excerpt that stands twice on a card has `~2` behind its id.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from bot.commands import Call, briefing_key
from bot.texts import seen

# Limits for what the bot sends (Discord's developer documentation: message and component reference).
CONTENT = 2000  # characters of a plain message
TEXT = 4000  # characters of all texts of a card together
PARTS = 40  # components of a card, nested ones included
ROW = 5  # buttons in a row
LABEL = 80  # characters of a button's label
LABEL_SHOWN = 34  # of them, how many Discord shows everywhere (its design guide for buttons); the rest may become "…"
FOLLOW_UPS = 5  # messages that may follow an answer where the bot is only installed by a member
CUSTOM_ID = 100  # characters of a button's custom_id
CHOICES = 25  # entries that autocomplete may offer
CHOICE = 100  # characters of such an entry

REASONS = {  # why an excerpt was called wrong, and the keys of the words for that
    "speaker": "discord.reasons.speaker",
    "question": "discord.reasons.question",
    "date": "discord.reasons.date",
    "context": "discord.reasons.context",
}
SEPARATOR = "|"  # between the arguments of a call in a button

# Meaningful anywhere: styles, code, spoilers, links, mentions, custom emoji, the backslash itself.
_ANYWHERE = re.compile(r"[\\*_~`|\[\]<>@]")
# A colon that may open `:emoji:` or follow `https`; one before a blank is only punctuation.
_COLON = re.compile(r":(?=\S)")
# Meaningful where a line begins: headings, subtext, lists, numbered lists. (Block quotes are covered by `>` above.)
_LINE_START = re.compile(r"(?m)^([^\S\n]*)(?:([#+-])|(\d+)([.)]))")
# Python's `^` follows \n only; Discord's client, written in JavaScript, also begins a line after these.
_BREAKS = re.compile(r"\r\n|[\r\u2028\u2029\x85\x0b\x0c]")

# `<:name:1>`, `<a:name:1>`, `<@1>`, `<@!1>`, `<@&1>`, `<#1>`, `</name group:1>`, `<t:1:R>`, `<id:home>`.
_MARKS = re.compile(r"<(?:a?:\w+:\d+|@[!&]?\d+|#\d+|/[^<>:\n]+:\d+|t:-?\d+(?::[a-zA-Z])?|id:\w+)>")

ADDRESS = 512  # the longest address that Discord links to from a button; longer ones would fill a card

_FRAGMENT_WORDS = 4  # words of each end of an excerpt in a text fragment: enough to be found, short enough to read


def literal(text: str) -> str:
    """The text escaped for a message or text display. Line breaks of every kind become `\\n`."""
    text = _ANYWHERE.sub(r"\\\g<0>", seen(_BREAKS.sub("\n", text)))
    text = _COLON.sub(r"\\:", text)
    return _LINE_START.sub(_escaped_start, text)


def quoted(text: str) -> str:
    """Literal text as a block quote, every line of it."""
    return "\n".join(f"> {line}" if line.strip() else "> \u200b" for line in literal(text).split("\n"))


def spoken(text: str) -> str:
    """The words of what somebody typed, without Discord's marks: emoji of a server, mentions of users, roles, channels
    and commands, times, places of the guide (Discord, "Message Formatting")."""
    return " ".join(_MARKS.sub(" ", text).split())


def one_line(text: str) -> str:
    """Literal text on a single line, for names and titles."""
    return literal(" ".join(text.split()))


def shortened(text: str, limit: int) -> str:
    """The text in at most `limit` characters, ended at a word with "…". Not for excerpts, names or links."""
    text = " ".join(seen(text).split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip() + "…"


def web_link(label: str, url: str | None) -> str:
    """A link whose label shows literally; the label alone where the address is not one of the web."""
    address = web_address(url)
    return f"[{one_line(label)}]({address})" if address else one_line(label)


def web_address(url: str | None) -> str | None:
    """An address that Markdown cannot break, or None unless it is http or https with a host."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    address = quote(parts.geturl(), safe="/:?#@!$&'*+,;=%~-._")
    return address if len(address) <= ADDRESS else None


def sentence_address(url: str | None, excerpt: str) -> str | None:
    """The article's address with a text fragment, by which a browser jumps to the excerpt and marks it
    (WICG, Scroll To Text Fragment: `#:~:text=start,end`)."""
    address = web_address(url)
    if address is None:
        return None
    words = excerpt.split()
    if len(words) <= 2 * _FRAGMENT_WORDS:
        fragment = _term(words)
    else:
        fragment = f"{_term(words[:_FRAGMENT_WORDS])},{_term(words[-_FRAGMENT_WORDS:])}"
    return f"{address}{'' if '#' in address else '#'}:~:text={fragment}"


def _term(words: list[str]) -> str:
    # A hyphen would mark a prefix or suffix of the fragment, and quote() leaves it as it is.
    return quote(" ".join(words), safe="").replace("-", "%2D")


def _escaped_start(match: re.Match[str]) -> str:
    blank, sign, number, dot = match.groups()
    return f"{blank}\\{sign}" if sign else f"{blank}{number}\\{dot}"


def excerpt_press(verb: str, briefing_id: str, excerpt_id: str, occurrence: int = 1) -> str:
    """The custom_id of a button about one excerpt."""
    return f"{verb}:{briefing_key(briefing_id)}:{excerpt_id}" + (f"~{occurrence}" if occurrence > 1 else "")


def more_press(call: Call, page: int) -> str | None:
    """The custom_id of a button for a page of an answer; None where Discord has no room for it."""
    custom_id = f"more:{page}:{SEPARATOR.join((call.name, *call.arguments))}"
    holds = not any(SEPARATOR in argument or "\n" in argument for argument in call.arguments)
    return custom_id if holds and len(custom_id) <= CUSTOM_ID else None


def pressed_call(text: str) -> Call:
    """The call that `more_press` wrote."""
    name, *arguments = text.split(SEPARATOR)
    return Call(name, tuple(arguments))


def ask_press(line: str) -> str | None:
    """The custom_id of a button that asks a question; None where Discord has no room for it."""
    custom_id = f"ask:{line}"
    return custom_id if len(custom_id) <= CUSTOM_ID and "\n" not in line else None
