"""Where the default theme lies: packed into the package in a wheel, in the checkout's own two folders otherwise."""

from __future__ import annotations

from pathlib import Path

_PACKED = Path(__file__).parent / "theme"
_CHECKOUT = Path(__file__).parents[1]


def theme_folder(name: str) -> Path:
    """The theme's `templates` or `static` folder."""
    return (_PACKED if (_PACKED / "templates").is_dir() else _CHECKOUT) / name


def override_folders(site: Path, name: str) -> tuple[tuple[str, Path], ...]:
    """The site's own folder and then the theme's, each with the name people know it by; one where the two are one."""
    own, theme = site / name, theme_folder(name)
    if own.resolve() == theme.resolve():
        return ((name, own),)
    return ((name, own), (f"theme/{name}", theme))
