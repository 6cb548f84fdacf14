"""Bodies against Discord's own description of its API (`../shared/data/discord/openapi.json`, beside the project).

The description is a preview: it accepts much that Discord refuses (see limits.py), and writes ids as strings only,
where Discord also takes numbers. Where the file is absent, `load` gives None and the tests say so.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

DESCRIPTION = Path(__file__).parents[3] / "shared" / "data" / "discord" / "openapi.json"


class Description:
    """The request bodies of every route, ready to check."""

    def __init__(self, document: dict[str, Any]):
        document["components"]["schemas"]["SnowflakeType"] = {"type": ["string", "integer"]}
        self._routes: list[tuple[str, re.Pattern[str], Draft202012Validator]] = []
        # A fixed path such as .../@original goes before the pattern that would also fit it.
        for path, operations in sorted(document["paths"].items(), key=lambda item: item[0].count("{")):
            pattern = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))
            for method, operation in operations.items():
                content = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
                if schema := content.get("application/json", {}).get("schema"):
                    validator = Draft202012Validator({**schema, "components": document["components"]})
                    self._routes.append((method.upper(), pattern, validator))

    def problems(self, method: str, path: str, body: Any) -> list[str]:
        """What the description has against a body: lines such as `$.data.choices: maxItems 25`."""
        for known, pattern, validator in self._routes:
            if known == method and pattern.fullmatch(path):
                return sorted({line for error in validator.iter_errors(body) for line in _lines(error, body)})
        return [f"{method} {path}: the description knows no body for this route"]


@functools.cache
def load(path: Path = DESCRIPTION) -> Description | None:
    """The description, or None where the file is absent."""
    return Description(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def _lines(error: ValidationError, body: Any) -> list[str]:
    """Of a union that nothing fits, only what the branch of the same `type` says; else path and rule."""
    if error.validator in ("oneOf", "anyOf"):
        branches: dict[int, list[ValidationError]] = {}
        for inner in error.context or ():
            branches.setdefault(int(inner.schema_path[0]), []).append(inner)
        fitting = [errors for errors in branches.values() if not any(_is_type_clash(inner) for inner in errors)]
        chosen = min(fitting or list(branches.values()), key=len, default=[])
        return [line for inner in chosen for line in _lines(inner, body)] or [error.message[:200]]
    return [f"{error.json_path}: {error.validator} {str(error.validator_value)[:80]}"]


def _is_type_clash(error: ValidationError) -> bool:
    """Whether a branch of a union is for another `type` of object, or for null."""
    if error.validator == "type":
        return error.validator_value == "null"
    return bool(error.path) and error.path[-1] == "type" and error.validator in ("const", "enum", "oneOf", "anyOf")
