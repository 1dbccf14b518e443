"""Bytes of a source to text: UTF-8, without a byte order mark, with \\n at the end of its lines."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from ...errors import ContentError, Place, Problem, error

_HINT = "save the file as UTF-8"


def decode_utf8(data: bytes, path: str) -> str:
    """The text of a file; ContentError names the first byte that is not UTF-8."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise ContentError([error(Place(path, 1, 1), "encoding", "this file is UTF-16, not UTF-8", _HINT)])
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as problem:
        raise ContentError([_explain(data, path, problem)]) from problem
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _explain(data: bytes, path: str, problem: UnicodeDecodeError) -> Problem:
    offset = problem.start + (len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0)
    before = data.removeprefix(BOM_UTF8)[: problem.start].decode().replace("\r\n", "\n").replace("\r", "\n")
    place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return error(place, "encoding", f"byte 0x{data[offset]:02X} (at offset {offset}) is not UTF-8", _HINT)
