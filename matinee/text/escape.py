"""Text as it stands in HTML and XML, between tags and between quotes."""

from __future__ import annotations

from markupsafe import escape

try:
    from markupsafe._speedups import _escape_inner as escape_text
except ImportError:  # no compiled speedups on this machine

    def escape_text(text: str, /) -> str:
        """The text with `& < > " '` escaped: exactly `str(markupsafe.escape(text))`, without making a Markup of it."""
        return str(escape(text))


__all__ = ["escape_text"]
