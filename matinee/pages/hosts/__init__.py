"""Files that single hosts read: each format in a module of its own, as bytes made of parts."""

from __future__ import annotations

from ..parts import MarkerParts, Settings
from ..views.texts import Texts
from .caddy import caddy_snippet
from .headers import header_lines
from .lines import redirect_lines
from .nginx import nginx_snippet
from .script import old_addresses


def marker(parts: MarkerParts, _texts: Texts, _settings: Settings) -> bytes:
    return parts.note.encode()


__all__ = ["caddy_snippet", "header_lines", "marker", "nginx_snippet", "old_addresses", "redirect_lines"]
