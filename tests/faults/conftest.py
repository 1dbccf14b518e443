"""Most of what is tested here does not concern the theme."""

from __future__ import annotations

from tests.plain import site, themed_site

__all__ = ["site", "themed_site"]
