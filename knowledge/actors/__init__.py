"""Actors: who acts, speaks, is spoken to or is party to something in an article, and which words mean them.

cast = find_actors(article, doc, quotations)
cast.actors                 as the fact base keeps them
cast.who(start, end)        the id of the actor that these words denote, or None
cast.name(actor_id)         the name to show
cast.mentions               (start, end, actor id) of every name, pronoun and role noun resolved
"""

from knowledge.actors.cast import Cast, find_actors

__all__ = ["Cast", "find_actors"]
