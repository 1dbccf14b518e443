"""The `deploy:` of site.yaml: where a built site is to go. What is secret has no place in it."""

from __future__ import annotations

import re
from typing import Any

from ...model import Acl, DeployKind
from ...text.yaml import Mapping, Node
from ..decode import (
    WEB,
    Context,
    Either,
    Keys,
    Table,
    Text,
    fields,
    filled,
    form_of,
    mapping_of,
    one_of,
    refusal,
    require,
    shown,
    table,
    text,
    web_address,
    whole,
    written,
)

_SECRET = re.compile(r"secret|passw|pwd|passphrase|token|credential|key", re.IGNORECASE)
_WITH_PASSWORD = re.compile(r"https?://[^/]*@|(?:\w+://)?[^/@:]*:[^/@]*@")
_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*"
_STEP = r"(?!\.{1,2}(?:/|$)|\.matinee(?:/|$))[^/\x00-\x1f\x7f\\]+"
_PREFIX = f"/?{_STEP}(?:/{_STEP})*/?"
_ELSEWHERE = "put it into the environment, and remove it here"


def deploy(node: Node, context: Context) -> dict[str, dict[str, Any]]:
    """The targets by name."""
    return _TARGETS(node, context)


def _target(node: Node, context: Context) -> dict[str, Any]:
    if type(node) is not Mapping:
        raise refusal(node, "type", "must be a mapping with `kind` and what that kind needs")
    open_keys = _without_secrets(node, context)
    kind = fields(_only(open_keys, "kind"), _TARGET, context).get("kind")
    if kind is None:
        require(node, ("kind",), context, f"there are {', '.join(DeployKind)}")
        return {}
    needed, _ = _KEYS[kind]
    require(node, needed, context)
    return fields(open_keys, _table(kind), context)


def _table(kind: DeployKind) -> Table:
    """The keys that a target of this kind has."""
    needed, others = _KEYS[kind]
    return {key: _TARGET[key] for key in ("kind", *needed, *others)}


def _without_secrets(node: Mapping, context: Context) -> Mapping:
    """The mapping without keys that look like secrets, each of which is reported; their values are never shown."""
    secrets = [key for key, _ in node.pairs if _SECRET.search(key.text)]
    for key in secrets:
        context.report(
            key, "unknown-key", f"{shown(key.text)} looks like a secret, which this file must not hold", _ELSEWHERE
        )
    return Mapping(tuple(pair for pair in node.pairs if pair[0] not in secrets), node.line, node.column)


def _only(node: Mapping, name: str) -> Mapping:
    return Mapping(tuple(pair for pair in node.pairs if pair[0].text == name), node.line, node.column)


@written(form_of(filled))
def _remote(node: Node, context: Context) -> str:
    """A place that is reached with a user's name, and with no password."""
    typed = filled(node, context)
    if _WITH_PASSWORD.match(typed):
        raise refusal(node, "url", "holds a password or a token, which this file must not", _ELSEWHERE)
    return typed


@written(Text(f"^$|{WEB}", "must be an address like https://example.org/"))
def _endpoint(node: Node, context: Context) -> str:
    return web_address(node, context) if text(node, context) else ""


@written(Text(f"^{_DOMAIN}$", "must be a bare domain, such as films.example"))
def _domain(node: Node, context: Context) -> str:
    """A domain as the file CNAME holds it: no scheme, no path."""
    typed = filled(node, context)
    if not re.fullmatch(_DOMAIN, typed):
        raise refusal(node, "url", f"must be a bare domain, not {shown(typed)}", "write it like films.example")
    return typed


@written(Text(f"^(?:{_PREFIX})?$", "must be a folder's name within the bucket, such as blog/"))
def _prefix(node: Node, context: Context) -> str:
    """What the names of objects begin with, as a folder: no steps up, none that is empty, and not Matinee's own."""
    typed = text(node, context)
    if typed and not re.fullmatch(_PREFIX, typed):
        message = f"must be a folder's name within the bucket, not {shown(typed)}"
        raise refusal(node, "url", message, "write it like blog/, or leave it away for the whole bucket")
    return typed


_TARGET: Table = table(
    kind=one_of(DeployKind),
    path=filled,
    keep=whole(1, 1000),
    host=_remote,
    port=whole(1, 65_535),
    repository=_remote,
    branch=filled,
    domain=_domain,
    bucket=filled,
    prefix=_prefix,
    endpoint=_endpoint,
    region=text,
    acl=one_of(Acl),
)
# What each kind needs, and what else it may have.
_KEYS: dict[DeployKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    DeployKind.FOLDER: (("path",), ("keep",)),
    DeployKind.SSH: (("host", "path"), ("port", "keep")),
    DeployKind.GIT: (("repository",), ("branch", "domain")),
    DeployKind.S3: (("bucket",), ("prefix", "endpoint", "region", "acl")),
}


def _keys(kind: DeployKind) -> Keys:
    return Keys("site.deploy", _table(kind), None, ("kind", *_KEYS[kind][0]), {"kind": kind.value})


written(Either(tuple(map(_keys, DeployKind))))(_target)
_TARGETS = mapping_of(_target)
written(form_of(_TARGETS))(deploy)
