"""Discord: what members and moderators do there, and how the bot looks.

client.py      the client: intents, errors, extensions, commands told to Discord
queries.py     slash commands made from bot/commands.py
members.py     mentions, the menu on a message, /status, /help, /forget
buttons.py     every button
moderators.py  /briefing, /coverage, /settings
replies.py     answers: in time, once, as text where a card is refused
cards.py       an answer as cards and as plain text
chart.py       the picture of positions and quotes
markdown.py    Discord's limits, other people's words, what a button carries
library.py     which briefings there are for whom, and those that come while the bot runs
records.py     what is read from the store and kept there

queries, members, buttons and moderators are extensions of discord.py: cogs, loaded by name.
"""
