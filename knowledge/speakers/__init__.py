"""Speakers: whose the words between quotation marks are.

    attributions = attribute_quotes(article, doc, quotations, cast)

One attribution for each statement: "A," he said. "B." is one with two contents. Quotations whose speaker
cannot be told are left out; so are words in quotation marks that nobody says ("scare quotes").
"""

from knowledge.speakers.attribute import attribute_quotes

__all__ = ["attribute_quotes"]
