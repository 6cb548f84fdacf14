"""A stand-in for Discord on loopback: REST and gateway, the limits, and members who use it.

    server.py     starts and stops it; faults; what it saw
    gateway.py    the WebSocket: identify, heartbeat, dispatch, resume
    routes.py     the REST routes that the bot needs; any other is a 404 that names itself
    interactions.py  those of interactions; wire.py what all of them share
    payloads.py   the objects of the protocol: users, guilds, channels, messages
    openapi.py    every body against Discord's own description
    limits.py     the limits that the description misses
    markdown.py   what a member sees of a text
    member.py     what members do: slash, press, say ...
    reply.py      what they get to see
    running.py    the real client, logged in
    process.py    `readout` itself in a process of its own, against the stand-in
    world.py      a small briefing made by hand

Spellings and pitfalls follow Discord's documentation of API version 10.
"""
