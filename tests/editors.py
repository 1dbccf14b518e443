"""YAML and snippets as editors read them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import yaml

from matinee.content.editor.jsonc import read_jsonc
from tests.site import Site


class _Core(yaml.SafeLoader):
    """The core schema of YAML 1.2, which editors go by: `no`, `8:46` and 2014-01-13 are texts."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


_KINDS = {
    "null": r"null|Null|NULL|~|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
}
for _kind, _form in _KINDS.items():
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"(?:{_form})$"), None)
_Core.add_constructor("tag:yaml.org,2002:int", lambda _, node: _whole(node.value))
_Core.add_constructor("tag:yaml.org,2002:float", lambda _, node: float(node.value.replace(".inf", "inf")))


def _whole(typed: str) -> int:
    return int(typed, 0) if typed[:2] in {"0o", "0x"} else int(typed)


def read_as_editors_do(text: str) -> Any:
    """The values of a YAML file, as a schema sees them."""
    return json.loads(json.dumps(yaml.load(text, _Core), default=str))


def expanded(body: Iterable[str], **variables: str) -> str:
    """What stands in the text when a snippet is taken and nothing is typed."""
    text = "\n".join(body)
    for name, value in variables.items():
        text = re.sub(rf"\$\{{{name}(?::[^{{}}]*)?\}}|\${name}\b", value, text)
    text = re.sub(r"\$\{[A-Z_]+:([^{}]*)\}", r"\1", text)  # a variable that holds nothing
    text = re.sub(r"\$\{\d+:([^{}]*)\}", r"\1", text)
    return re.sub(r"\$\d+", "", text) + "\n"


def read_kit(site: Site, name: str) -> Any:
    """What a file of the editor kit says."""
    return read_jsonc(site.read(name))
