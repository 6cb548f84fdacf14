"""The loaded briefings at rest: packed until they are asked, those asked last kept ready for questions."""

from __future__ import annotations

import pickle
import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final, Literal

from bot.answering.english import English
from bot.answering.index import Index
from knowledge.lexicon.people import load_countries
from knowledge.lexicon.tables import table
from knowledge.model.factbase import ArticleRef
from knowledge.model.storage import Briefing
from knowledge.reader.model import Reader

EVERYBODY: Final = "everybody"
MOST_READY = 100  # briefings; one of 4,000 characters takes 1.4 MB when it was asked, and 15 kB at rest

Owner = int | Literal["everybody"]  # the id of the server that a briefing belongs to; shipped ones are everybody's


@dataclass(frozen=True, eq=False)
class Loaded:
    """A briefing at rest, and whose it is: in one record, so that none is here without an owner."""

    article: ArticleRef
    owner: Owner
    packed: bytes

    @classmethod
    def of(cls, briefing: Briefing, owner: Owner) -> Loaded:
        """A verified briefing, packed."""
        return cls(briefing.base.article, owner, zlib.compress(pickle.dumps(briefing), 1))


class Shelf:
    """Makes briefings ready for questions and keeps those that were asked last. Any thread may ask for any."""

    def __init__(self, reader: Reader | None = None, most: int = MOST_READY):
        self._reader, self._most = reader, most
        self._ready: OrderedDict[Loaded, Index] = OrderedDict()
        self._changing = threading.Lock()  # never held while an index is built

    def index(self, loaded: Loaded) -> Index:
        """The briefing made ready for questions: some 30 ms for one of 4,000 characters that was at rest."""
        with self._changing:
            if loaded in self._ready:
                self._ready.move_to_end(loaded)
                return self._ready[loaded]
        # What is unpacked here was packed by `Loaded.of` in this process.
        briefing: Briefing = pickle.loads(zlib.decompress(loaded.packed))
        index = Index.build(briefing, table(English, "questions"), load_countries(), self._reader)
        with self._changing:
            self._ready[loaded] = index
            while len(self._ready) > self._most:
                self._ready.popitem(last=False)
        return index

    def forget(self, loaded: Loaded) -> None:
        """Lets go of what is ready of a briefing that is no longer loaded."""
        with self._changing:
            self._ready.pop(loaded, None)
