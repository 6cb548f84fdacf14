"""The laws of the house, on the syntax tree: where English may stand, who may import whom, and how texts are named.

A law that is not kept everywhere yet has a ceiling: the number of places where it is broken, which only goes down.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
import yaml
from spacy.lang.en.stop_words import STOP_WORDS

from knowledge.lexicon.tables import TABLES
from knowledge.model.storage import PROJECT

CEILINGS = {"english": 0, "circles": 0, "layers": 0, "keys": 0}

# These rules of English wait for the judge that is to replace them.
EXEMPT = frozenset(
    f"{folder}/{name}.py"
    for folder, names in {
        "bot/answering": ("frames",),
    }.items()
    for name in names
)
WORD = re.compile(r"[a-z]+(?:[ '’-][a-z]+)*$")
TEXT = frozenset({"lower_", "lemma_", "norm_", "orth_", "text", "plain", "stem"})  # what of a token or word is text
MAKES_TEXT = TEXT | {"lower", "casefold", "lemma", "fold", "singular"}
TECHNICAL = frozenset({"true", "false", "html", "css", "js", "http", "https", "type", "items", "id"})


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the project by its path."""
    paths = [path for top in ("bot", "knowledge") for path in sorted((PROJECT / top).rglob("*.py"))]
    return {str(path.relative_to(PROJECT)): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def told(broken: list[tuple[str, int, str]], law: str) -> None:
    """Fails where a law is broken more often than its ceiling allows, with the count of each file."""
    counts = Counter(path for path, _, _ in broken)
    by_file = "\n".join(f"{count:4} {path}" for path, count in counts.most_common())
    places = "\n".join(f"{path}:{line}: {what}" for path, line, what in broken)
    assert len(broken) <= CEILINGS[law], f"{len(broken)} of {CEILINGS[law]} allowed\n{by_file}\n{places}"


# --- English


@pytest.fixture(scope="module")
def labels(model) -> frozenset[str]:
    """The labels that the model's pipes give."""
    return frozenset(label for labels in model.pipe_labels.values() for label in labels)


def test_english_stands_in_tables_and_not_in_code(labels):
    """A collection of words in code is English where it is matched against the text of a token or word, or where two of
    its words are neither labels of the parser nor names of ours: members of a Literal, fields, keys of texts and tables
    (a function word is ours only as a member of a Literal)."""
    closed, names = own_names()
    broken = []
    for path, tree in trees().items():
        if path in EXEMPT or not path.startswith(("bot/answering", "knowledge")):
            continue
        for line, words, matched in collections(tree):
            words = [word for word in words if word not in labels | TECHNICAL]
            strange = [word for word in words if word not in closed and (word not in names or word in STOP_WORDS)]
            if len(strange) > 1 or (matched and len(words) > 1):
                broken.append((path, line, ", ".join(words[:8])))
    told(broken, "english")


def own_names() -> tuple[frozenset[str], frozenset[str]]:
    """The members of every Literal; and the names of fields, keywords, keys of texts and keys of tables."""
    closed, names = set(), set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if is_literal(node):
                closed |= {one.value for one in ast.walk(node.slice) if isinstance(one, ast.Constant)}
            elif isinstance(node, ast.ClassDef):
                names |= {one.target.id for one in node.body if isinstance(one, ast.AnnAssign)}
            elif isinstance(node, ast.keyword) and node.arg:
                names.add(node.arg)
    for path in [*(PROJECT / "bot").rglob("texts.yaml"), *TABLES.glob("*/*.yaml"), *TABLES.glob("*/weights/*.yaml")]:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        every = path.name == "texts.yaml" or path.parent.name == "weights"  # weights: the names of features
        names |= set(keys(data) if every else data if isinstance(data, dict) else ())
    return frozenset(closed), frozenset(names)


def keys(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from keys(value)


def is_literal(node: ast.AST) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal"


def collections(tree: ast.Module) -> Iterator[tuple[int, list[str], bool]]:
    """Every literal collection with two or more words: its line, its words, and whether text is matched against it."""
    passed, matched = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            passed |= {id(one) for one in ast.walk(node.slice)}
        elif isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "__all__" for one in node.targets):
            passed.add(id(node.value))
        elif isinstance(node, ast.Compare) and any(map(is_text, (node.left, *node.comparators))):
            matched |= {id(one) for one in (node.left, *node.comparators)}
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("startswith", "endswith"):
            matched |= {id(one) for one in node.args}
    for node in ast.walk(tree):
        words = words_of(node)
        if len(words) > 1 and id(node) not in passed:
            yield node.lineno, words, id(node) in matched


def words_of(node: ast.AST) -> list[str]:
    """The words of a tuple, list or set, the keys of a dict, or a text that is split on the spot."""
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "split":
        given = getattr(getattr(node.func, "value", None), "value", None)
        found = given.split() if isinstance(given, str) else []
    else:
        items = getattr(node, "elts", None) or getattr(node, "keys", None) or []
        found = [one.value for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return [word for word in found if WORD.match(word)]


def is_text(node: ast.expr) -> bool:
    """Whether an expression is the text of a token or a word: `token.lower_`, `lemma(verb)`, `name.lower()[0]`."""
    if isinstance(node, ast.Subscript):
        return is_text(node.value)
    if isinstance(node, ast.Call):
        return (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in MAKES_TEXT
    return isinstance(node, ast.Attribute) and node.attr in TEXT


# --- imports


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports() -> dict[str, dict[str, int]]:
    """What each module imports, anywhere in it and for type checks too: the names of modules, each with a line."""
    known = {module_of(path) for path in trees()}
    found = {}
    for path, tree in trees().items():
        wanted: dict[str, int] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                wanted |= {alias.name: node.lineno for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    wanted[inner if inner in known else node.module] = node.lineno
        found[module_of(path)] = wanted
    return found


def test_no_imports_go_in_a_circle():
    graph = imports()
    broken = []
    for circle in circles({module: set(wanted) & set(graph) for module, wanted in graph.items()}):
        broken.append((circle[0].replace(".", "/"), 0, " -> ".join([*circle, circle[0]])))
    told(broken, "circles")


def circles(graph: dict[str, set[str]]) -> Iterator[list[str]]:
    """For each module that is part of a circle, the shortest one through it; every circle once."""
    seen: set[frozenset[str]] = set()
    for start in sorted(graph):
        ways = [[start]]
        reached: set[str] = set()
        while ways:
            way = ways.pop(0)
            if start in graph[way[-1]]:
                if frozenset(way) not in seen:
                    seen.add(frozenset(way))
                    yield way
                break
            for following in sorted(graph[way[-1]] - reached):
                reached.add(following)
                ways.append([*way, following])


SHARED = ("knowledge.model", "knowledge.lexicon", "knowledge.errors")  # what the build step and the bot both stand on
SKINS = ("discord", "bot.discord", "bot.store")
MEASURES = ("bot.measure", "bot.evaluation", "bot.tuning", "bot.explain")
FORBIDDEN: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = [  # who may not import whom, but for these
    (("knowledge",), ("bot",), ()),
    (SHARED, ("knowledge",), SHARED),
    (("knowledge.errors",), ("knowledge",), ()),
    (("knowledge.parsing",), ("knowledge",), ("knowledge.parsing", *SHARED)),
    (("bot.answering",), SKINS, ()),
    (("bot.answering",), ("knowledge",), ("knowledge.reader", *SHARED)),
    (SKINS[1:], ("knowledge",), SHARED),
    (("bot.answering", *SKINS[1:]), MEASURES, ()),
]


def test_nobody_imports_from_above():
    paths = {module_of(path): path for path in trees()}
    broken = [
        (paths[module], line, f"imports {wanted}")
        for module, all_wanted in imports().items()
        for wanted, line in all_wanted.items()
        for who, whom, allowed in FORBIDDEN
        if within(module, who) and within(wanted, whom) and not within(wanted, allowed)
    ]
    told(broken, "layers")


def within(module: str, names: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


# --- texts


def test_every_key_of_a_text_is_written_out():
    """So that a sentence on screen can be found in the code: `texts("browse.no_quotes")`, never `texts(f"no_{x}")`."""
    broken = []
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)):
                continue
            called = node.func.value if getattr(node.func, "attr", "") in ("get", "has") else node.func
            if (getattr(called, "id", "") or getattr(called, "attr", "")).lower().lstrip("_") == "texts":
                broken.append((path, node.lineno, ast.unparse(node.args[0])))
    told(broken, "keys")
