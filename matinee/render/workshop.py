"""What every step of one build works with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from ..content.loader import Sources
from ..extension import Extension
from ..workers import Crew, Progress
from .cache import Cache
from .order import Order


class Workshop(msgspec.Struct, frozen=True):
    """The order, the sources, what the site adds, the cache; the engine's stamp; a clock, who hears of progress, and
    who shares the work."""

    order: Order
    sources: Sources
    extension: Extension
    cache: Cache
    stamp: bytes
    clock: Callable[[], datetime]
    progress: Progress
    crew: Crew
