"""The page on which an editor checks what the build made of an article: one HTML file that needs nothing else."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template

from knowledge.build.attribution import Attribution
from knowledge.model.article import Article
from knowledge.model.factbase import FactBase
from knowledge.review import lists
from knowledge.review.marking import article_html
from knowledge.review.marks import Cast, find_marks
from knowledge.review.withheld import withheld_attributions

__all__ = ["review_page", "withheld_attributions"]


def review_page(article: Article, base: FactBase, withheld: list[Attribution]) -> str:
    """The page as HTML: the article with every excerpt marked in its place, and the lists of all records.

    `withheld` are attributions that the build saw but was not sure enough of to keep.
    """
    cast = Cast.of(base)
    marks = find_marks(base, withheld, article, cast)
    parts = {name: (files(__package__) / f"page.{name}").read_text(encoding="utf-8") for name in ("html", "css", "js")}
    counts = {
        "actor": len(base.actors),
        "position": len(base.positions),
        "quote": len(base.quotes),
        "unattributed": len(base.unattributed),
        "withheld": len(withheld),
        "topic": len(base.topics),
        "fact": len(base.facts),
    }
    return Template(parts["html"]).substitute(
        title=escape(base.article.title),
        meta=lists.meta(base, article),
        navigation=lists.navigation(counts),
        speakers=lists.legend(base, cast),
        style=parts["css"],
        script=parts["js"],
        article=article_html(article, marks),
        actors=lists.actors(base, cast),
        positions=lists.positions(base, marks),
        quotes=lists.records(marks, "quote"),
        unattributed=lists.records(marks, "unattributed"),
        withheld=lists.records(marks, "withheld"),
        topics=lists.topics(base),
        facts=lists.records(marks, "fact"),
        **{f"{kind}_count": str(number) for kind, number in counts.items()},
    )
