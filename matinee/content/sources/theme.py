"""The `theme:` of site.yaml: an accent that can be read, fonts, and whether there are title cards."""

from __future__ import annotations

import re
from typing import Any

from ...model import Theme
from ...text.colour import HEX, READABLE, Colour, contrast, dump_colour, read_colour, readable_shade
from ...text.yaml import Mapping, Node
from ..decode import Context, Either, Keys, Table, Text, boolean, fields, fully, refusal, shown, table, text, written

LIGHT_PAPER = read_colour("#F6F7F5")
DARK_PAPER = read_colour("#111214")
_FAMILIES = re.compile(r"""[\w ,'"-]{1,200}""")


def theme(node: Node, context: Context) -> Theme:
    """The author's wishes; an accent too pale or too dark for its paper is kept with a warning."""
    told = fields(node, _THEME, context)
    light, dark = told.get("accent", ("", ""))
    return Theme(light, dark, told.get("fonts", {}), told.get("cards", True))


def _accent(node: Node, context: Context) -> tuple[str, str]:
    """The accents on light and on dark paper; of one colour the second is made."""
    if type(node) is Mapping:
        pair = fields(node, _PAIR, context)
        return pair.get("light", ""), pair.get("dark", "")
    light = _on_light(node, context)
    return light, dump_colour(readable_shade(read_colour(light), DARK_PAPER))


def _on_light(node: Node, context: Context) -> str:
    return _readable(node, context, LIGHT_PAPER, "light")


def _on_dark(node: Node, context: Context) -> str:
    return _readable(node, context, DARK_PAPER, "dark")


def _readable(node: Node, context: Context, paper: Colour, name: str) -> str:
    try:
        colour = read_colour(text(node, context))
    except ValueError as problem:
        raise refusal(node, "colour", str(problem)) from problem
    ratio = contrast(colour, paper)
    if ratio < READABLE:
        nearest = dump_colour(readable_shade(colour, paper))
        message = f"{dump_colour(colour)} is hard to read on {name} paper ({ratio:.1f}:1 of 4.5:1)"
        context.warn(node, "colour", message, f'write "{nearest}", the nearest shade that is not')
    return dump_colour(colour)


@written(Text())
def _family(node: Node, context: Context) -> str:
    typed = text(node, context)
    if not _FAMILIES.fullmatch(typed) or typed.count("'") % 2 or typed.count('"') % 2:
        raise refusal(node, "font", f"must be font families parted by commas, not {shown(typed)}")
    return typed


def _fonts(node: Node, context: Context) -> dict[str, Any]:
    return fields(node, _FONTS, context)


_COLOUR = Text(fully(HEX), 'must be a colour like "#8a1c1c", in quotes')
written(_COLOUR)(_on_light)
written(_COLOUR)(_on_dark)
_PAIR = table(light=_on_light, dark=_on_dark)
_FONTS = table(text=_family, poster=_family, plain=_family)
written(Either((_on_light, Keys("site.theme.accent", _PAIR))))(_accent)
written(Keys("site.theme.fonts", _FONTS))(_fonts)
_THEME: Table = table(accent=_accent, fonts=_fonts, cards=boolean)
written(Keys("site.theme", _THEME, Theme))(theme)
