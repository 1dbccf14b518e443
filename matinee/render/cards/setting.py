"""How a title is broken into lines: as large as fits, and evenly."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from .face import CAPITAL, Face

LEADING = 0.95
LARGEST, SMALLEST, STEP = 400, 64, 4
_PARTS = re.compile(r"[^ ]*?[-–—/](?=[^ ])|[^ ]+")


class Block(msgspec.Struct, frozen=True):
    """Lines of one size in pixels. `rise` is how far above the first line something stands, `fall` how far below the
    last, in ems."""

    lines: tuple[str, ...]
    size: int
    rise: float = CAPITAL
    fall: float = 0.0

    @property
    def depth(self) -> float:
        """From its first line to its last, in ems."""
        return LEADING * (len(self.lines) - 1)


def set_title(title: str, face: Face, width: int, height: int) -> Block:
    """The title as large as it fits into a box; its end goes where it would not fit in the smallest size."""
    words = [piece for word in _split(title) for piece in _pieces(word, face, width)]
    best = Block((), 0)
    for count in range(1, _most_lines(height) + 1):
        if count > len(words):
            break
        block = _in_lines(words, count, face, width, height)
        if block.size < best.size:
            break  # more lines are lower ones
        best = block if block.size > best.size else best
    return best if best.size >= SMALLEST else _cut(words, face, width, height)


def _most_lines(height: int) -> int:
    return int((height / SMALLEST - 1.2) / LEADING) + 1


def _split(title: str) -> list[str]:
    """Words, each with the space after it; a line may end after a hyphen or a dash, too."""
    found = list(_PARTS.finditer(title))
    ends = [*(match.start() for match in found[1:]), len(title)]
    return [title[match.start() : end] for match, end in zip(found, ends, strict=True)]


def _pieces(word: str, face: Face, width: int) -> list[str]:
    """A word in as many pieces as are needed for each to fit into a line of the smallest size."""
    if face.width(word) * SMALLEST <= width:
        return [word]
    pieces, start = [], 0
    for end in range(1, len(word) + 1):
        if face.width(word[start:end]) * SMALLEST > width:
            pieces.append(word[start : end - 1])
            start = end - 1
    return [*pieces, word[start:]]


def _in_lines(words: Sequence[str], count: int, face: Face, width: int, height: int) -> Block:
    """The words in so many lines, as even as can be."""
    lines = tuple("".join(words[start:end]).rstrip() for start, end in _breaks(words, count, face))
    widest = max(map(face.width, lines))
    block = Block(lines, 0, face.rise(lines[0]), face.fall(lines[-1]))
    size = min(width / widest, height / (block.rise + block.depth + block.fall), LARGEST)
    return msgspec.structs.replace(block, size=int(size) // STEP * STEP)


def _breaks(words: Sequence[str], count: int, face: Face) -> list[tuple[int, int]]:
    """Where lines begin and end, so that the sum of their widths' squares is the least."""
    whole = [0.0]
    for word in words:
        whole.append(whole[-1] + face.width(word))
    costs = [width * width for width in whole]
    ways: list[list[int]] = []
    for line in range(1, count):
        way, found = [0] * len(whole), [float("inf")] * len(whole)
        for end in range(line + 1, len(whole)):
            found[end], way[end] = min(
                (costs[start] + (whole[end] - whole[start]) ** 2, start) for start in range(line, end)
            )
        costs = found
        ways.append(way)
    ends = [len(words)]
    for way in reversed(ways):
        ends.append(way[ends[-1]])
    starts = [0, *reversed(ends[1:])]
    return list(zip(starts, [*starts[1:], len(words)], strict=True))


def _cut(words: Sequence[str], face: Face, width: int, height: int) -> Block:
    """As many of the words as fit in the smallest size, and a sign that there are more."""
    lines, most = [""], _most_lines(height)
    for word in words:
        if face.width(f"{lines[-1]}{word}".rstrip() + "…") * SMALLEST <= width:
            lines[-1] += word
        elif len(lines) == most:
            lines[-1] = lines[-1].rstrip() + "…"
            break
        else:
            lines.append(word)
    return Block(tuple(line.rstrip() for line in lines), SMALLEST, face.rise(lines[0]), face.fall(lines[-1]))
