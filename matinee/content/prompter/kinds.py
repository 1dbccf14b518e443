"""Which kind of file a path is, and so which keys it has."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from ..decode import Keys
from ..editor.schemas import FORMATS
from ..layout import COMMENTS, PINGBACKS
from .positions import Lines, front_span


class Kind(StrEnum):
    """The kinds of sources; the values are the names of their formats."""

    TEXT = "front-matter"
    COMMENTS = "comments"
    PINGBACKS = "pingbacks"
    FILM = "film"
    DIARY = "diary"
    SITE = "site"


class Document(msgspec.Struct, frozen=True):
    """A file as it stands in an editor; `path` is relative to `content/`."""

    path: str
    lines: Lines

    @property
    def kind(self) -> Kind:
        found = kind_of(self.path)
        assert found is not None
        return found

    @property
    def keys(self) -> Keys:
        return FORMATS[self.kind].keys

    def yaml_span(self) -> tuple[int, int] | None:
        """The lines that are YAML; None where there are none."""
        return front_span(self.lines) if self.kind is Kind.TEXT else (0, len(self.lines))

    def nearby(self, row: int) -> tuple[int, int] | None:
        """The lines of YAML that what stands in a row depends on: of a list, its entry alone."""
        span = self.yaml_span()
        if span is None or not span[0] <= row < max(span[1], span[0] + 1) or row >= len(self.lines):
            return None
        if not FORMATS[self.kind].is_list:
            return span
        begin = next((at for at in range(row, -1, -1) if self.lines[at].startswith("-")), 0)
        end = next((at for at in range(row + 1, len(self.lines)) if self.lines[at].startswith("-")), span[1])
        return begin, end


def kind_of(path: str) -> Kind | None:
    """The kind of a source by its path below `content/`; None for what is no source."""
    room, _, rest = path.partition("/")
    name = path.rpartition("/")[2]
    if room in {"posts", "pages"} and rest:
        by_name = {COMMENTS: Kind.COMMENTS, PINGBACKS: Kind.PINGBACKS}
        return Kind.TEXT if name.endswith(".md") else by_name.get(name)
    if not name.endswith(".yaml"):
        return None
    if not rest:
        return {"site.yaml": Kind.SITE, "diary.yaml": Kind.DIARY}.get(path)
    return {"films": Kind.FILM, "diary": Kind.DIARY}.get(room)
