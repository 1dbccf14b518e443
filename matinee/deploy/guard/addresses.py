"""E-mail and IP addresses: found in what commenters left, and looked for in what goes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from ipaddress import ip_address
from urllib.parse import unquote

_MAIL = re.compile(
    r"(?<![\w.+%/@-])[\w.+%-]{1,64}@(?:[\w-]+\.)+[a-z]{2,24}\b", re.IGNORECASE
)  # @jane@x.example is none
_NUMBERS = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_SIX = re.compile(
    r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])", re.IGNORECASE
)
_DOT = re.compile(r"\.\d{1,3}\.\d{1,3}\.\d")
_COLONS = re.compile(r"::|:[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}:", re.IGNORECASE)
_SIGN = re.compile(rb"@(?<=[\w.+-]@)\w")
_AROUND = 90  # characters on both sides of a sign that an address may reach to
_HIDDEN = ("&#64;", "&#x40;", "&commat;", "%40")
_HIDDEN_BYTES = tuple(sign.encode() for sign in _HIDDEN)


def find_addresses(text: str) -> set[str]:
    """The addresses in a text, in small letters; not those that mean this computer itself."""
    found: set[str] = set()
    if any(sign in text for sign in _HIDDEN):
        text = unquote(unescape(text))
    for part in _around(text, "@"):
        found.update(address.lower().strip(".") for address in _MAIL.findall(part))
    if _DOT.search(text):
        found.update(address for address in _NUMBERS.findall(text) if _is_somebodys(address))
    if _COLONS.search(text):
        found.update(address.lower() for address in _SIX.findall(text) if _is_somebodys(address))
    return found


def _around(text: str, sign: str) -> Iterator[str]:
    """The neighbourhoods of a sign that stands between letters or digits, as it does not in `"@type"`."""
    at = text.find(sign)
    while at >= 0:
        if text[at - 1 : at].isalnum() or text[at - 1 : at] in ("_", "-", "+", "."):
            yield text[max(0, at - _AROUND) : at + _AROUND]
        at = text.find(sign, at + 1)


def _is_somebodys(address: str) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return not (known.is_loopback or known.is_unspecified)


def masked(address: str) -> str:
    """An address that may be told."""
    kind = "an e-mail address" if "@" in address else "an IP address"
    return f"{kind}, {address[: min(4, len(address) // 3)]}…"


_NUMERALS = bytes(
    code if chr(code) in "0123456789abcdef:." else code | 32 if chr(code) in "ABCDEF" else 32 for code in range(256)
)


class Addresses:
    """Private addresses, to be found in files."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._mails: set[str] = set()
        self._numbers: dict[bytes, str] = {}  # as they stand in texts, at the end of a sentence or before a port too
        for address in addresses:
            if "@" in address:
                self._mails.add(address)
            else:
                self._numbers.update({f"{address}{end}".encode(): address for end in ("", ".", ":", "..", "...")})

    def find(self, data: bytes) -> Iterator[tuple[str, int]]:
        """The addresses that a file holds, and where; -1 where they are written in another way."""
        if self._mails and (_SIGN.search(data) or any(sign in data for sign in _HIDDEN_BYTES)):
            for mail in self._mails & _mails_of(data.decode("utf-8", "replace")):
                yield mail, data.lower().find(mail.encode())
        if self._numbers:
            for token in self._numbers.keys() & set(data.translate(_NUMERALS).split()):
                yield self._numbers[token], data.lower().find(token)


def _mails_of(text: str) -> set[str]:
    if any(sign in text for sign in _HIDDEN):
        text = f"{text}\n{unquote(unescape(text))}"
    return {mail.lower() for part in _around(text, "@") for mail in _MAIL.findall(part)}
