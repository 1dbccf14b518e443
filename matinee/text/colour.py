"""Colours and whether a text in one can be read on another (WCAG 2, relative luminance)."""

from __future__ import annotations

import re

READABLE = 4.5  # what WCAG asks of text at its usual size
HEX = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")

Colour = tuple[int, int, int]
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)


def read_colour(text: str) -> Colour:
    """Red, green and blue of `#1a6` or `#11aa66`; ValueError for anything else."""
    if not HEX.fullmatch(text):
        raise ValueError(f'must be a colour like "#8a1c1c", not "{text[:40]}"')
    digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def dump_colour(colour: Colour) -> str:
    """`#11aa66`"""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: Colour, other: Colour) -> float:
    """From 1, the same brightness, to 21, black on white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_shade(colour: Colour, paper: Colour) -> Colour:
    """The shade nearest to a colour that can be read on a paper; the colour itself where it can."""
    ink = max(_BLACK, _WHITE, key=lambda end: contrast(end, paper))
    shades = (_mix(colour, ink, step) for step in range(256))
    return next((shade for shade in shades if contrast(shade, paper) >= READABLE), ink)


def _mix(colour: Colour, ink: Colour, step: int) -> Colour:
    red, green, blue = (round(part + (end - part) * step / 255) for part, end in zip(colour, ink, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
