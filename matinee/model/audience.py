"""Who a site is built for."""

from __future__ import annotations

import msgspec


class Audience(msgspec.Struct, frozen=True):
    """Readers see what is published; authors may also see drafts and posts of the future."""

    drafts: bool = False
    future: bool = False
