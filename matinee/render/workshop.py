"""What every step of one build works with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from ..content.loader import Sources
from ..extension import Extension
from .cache import Cache
from .order import Order, Progress


class Workshop(msgspec.Struct, frozen=True):
    """What is asked, where the sources lie, what the site adds, what is remembered; the engine's stamp, clock and
    progress."""

    order: Order
    sources: Sources
    extension: Extension
    cache: Cache
    stamp: bytes
    clock: Callable[[], datetime]
    progress: Progress
