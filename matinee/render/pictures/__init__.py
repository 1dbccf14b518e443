"""Pictures in other widths, and those whose own files must be mended before they are published.

`negative` opens what a picture is made of, `printing` makes it, `drawer` keeps what was made.
"""

from __future__ import annotations

from .drawer import Drawer, Drawn
from .printing import make_original, make_print

__all__ = ["Drawer", "Drawn", "make_original", "make_print"]
