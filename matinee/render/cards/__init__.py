"""Title cards: the picture of a post that other sites show beside a link to it, 1200 by 630 pixels.

A card is set as the intertitle of its post's page is, in a face that comes with the engine: equal cards have equal
bytes, whatever fonts a machine has.
"""

from __future__ import annotations

from .drawing import draw_card

__all__ = ["draw_card"]
