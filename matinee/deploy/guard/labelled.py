"""Secrets that bear no mark of their own: known by the label before them, or by the address that they open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import LeakRule
from .rules import Finding

_LABEL = re.compile(
    rb"(?im)(?P<label>(?:aws[_-]?)?secret[_-]?access[_-]?key|(?:client|api|app|consumer|signing|webhook)[_-]?secret"
    rb"|(?:api|secret|encryption|signing)[_-]?key|(?:access|auth|refresh|bearer)[_-]?token)"
    rb"[\"']?[ \t]*(?:=>|:=|[:=])[ \t]*"
    rb"(?:[\"'](?P<quoted>[\w+/=-]{20,200})[\"']|(?P<bare>[\w+/=-]{20,200})[ \t]*\r?$)"
)
_ENDS = (b"key", b"secret", b"token")  # of labels
_PLACEHOLDER = re.compile(
    rb"your|example|sample|dummy|placeholder|change_?me|replace|insert|[_-]here|xxxx|0000|1234567890", re.IGNORECASE
)
_HEXADECIMAL = re.compile(rb"[0-9a-fA-F]{32,}")
_CLASSES = tuple(re.compile(pattern) for pattern in (rb"[a-z]", rb"[A-Z]", rb"[0-9]"))
_LETTERS = 8  # different ones, that a secret has at least
_FEW = 3  # of a password

_PART = rb"[^\s\\/?#\"'<>@"  # of an address, before its host
_LOGIN = re.compile(
    rb"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}:(?:\\?/){2}" + _PART + rb":]*:(?P<word>" + _PART + rb"]+)\Z"
)
_NO_PART = b"\"' \n\t"  # before the sign; data that links has many a "@type"
_NOWHERE = re.compile(rb"(?:[\w-]+\.)*(?:example(?:\.(?:com|net|org))?|test|invalid|host|hostname|server)(?![\w.-]*\w)")
_REACH = 300  # bytes before the sign that a login may begin at
_NO_WORD = frozenset(
    b"password passwort passwd passphrase pass pwd pw mypassword secret mysecret token mytoken key".split()
)
_LEFT_OPEN = re.compile(rb"[${}\[\]()*|]|%(?![0-9A-Fa-f]{2})|&lt;|\.\.\.|\xe2\x80\xa6")


def find_labelled(data: bytes, words: set[bytes]) -> Iterator[tuple[Finding, int]]:
    """The secrets in a file that are told to be some: long ones, of mixed letters and digits. What says itself that it
    stands for another is none."""
    if not any(word.endswith(_ENDS) for word in words):
        return
    for found in _LABEL.finditer(data):
        if _is_secret(found["quoted"] or found["bare"]):
            yield Finding(LeakRule.TOKEN, f"a secret, by its label: {found['label'].decode()}"), found.start()


def _is_secret(value: bytes) -> bool:
    if len(set(value)) < _LETTERS or _PLACEHOLDER.search(value):
        return False
    kinds = [bool(kind.search(value)) for kind in _CLASSES]
    return all(kinds) or (kinds[2] and any(kinds[:2]) and _HEXADECIMAL.fullmatch(value.replace(b"-", b"")) is not None)


def find_logins(data: bytes) -> Iterator[tuple[Finding, int]]:
    """The addresses in a file that hold a password, `https://user:password@host/`; where the password is called so or
    left open, or the host is one that can be nobody's, that is none."""
    at = data.find(b"@", 1)
    while at > 0:
        found = _LOGIN.search(data, max(0, at - _REACH), at) if data[at - 1] not in _NO_PART else None
        if found and _is_password(found["word"]) and not _NOWHERE.match(data, at + 1):
            scheme = found[0].partition(b":")[0].decode()
            yield Finding(LeakRule.TOKEN, f"an address with a password: {scheme}://…"), found.start()
        at = data.find(b"@", at + 1)


def _is_password(word: bytes) -> bool:
    if len(set(word)) < _FEW or word.lower() in _NO_WORD:
        return False
    return not (_LEFT_OPEN.search(word) or _PLACEHOLDER.search(word))
