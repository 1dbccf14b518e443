"""Very many private texts are looked for at once: the time that a text takes depends on its length alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from .passages import View

BEGINNING = 9  # letters; no title that is looked for has many fewer


class Crowd:
    """Pieces of text, squeezed to their letters, by the letters that each begins with."""

    def __init__(self, pieces: Collection[str]) -> None:
        self._pieces = frozenset(pieces)
        lengths: dict[str, set[int]] = {}
        for piece in self._pieces:
            if len(piece) >= BEGINNING:
                lengths.setdefault(piece[:BEGINNING], set()).add(len(piece))
        self._lengths = {beginning: tuple(sorted(found)) for beginning, found in lengths.items()}
        self._short = tuple(sorted(piece for piece in self._pieces if 0 < len(piece) < BEGINNING))

    def found_in(self, view: View) -> Iterator[str]:
        """The pieces that a text holds from the beginning of a word on, in their order there, some of them again and
        again."""
        lengths, pieces, width, letters = self._lengths, self._pieces, BEGINNING, view.letters
        for at in [at for at in view.starts() if letters[at : at + width] in lengths]:
            for length in lengths[letters[at : at + width]]:
                if (piece := letters[at : at + length]) in pieces:
                    yield piece
        yield from (piece for piece in self._short if piece in letters)
