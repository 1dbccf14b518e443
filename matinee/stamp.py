"""The engine stamp: two builds with equal stamps turn equal sources into equal bytes."""

from __future__ import annotations

import importlib.util
import os
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path

from .extension import site_modules

LIBRARIES = {
    "jinja2": "jinja2",
    "markupsafe": "markupsafe",
    "markdown_it": "markdown-it-py",
    "mdit_py_plugins": "mdit-py-plugins",
    "linkify_it": "linkify-it-py",
    "mdurl": "mdurl",
    "uc_micro": "uc-micro-py",
    "yaml": "pyyaml",
    "msgspec": "msgspec",
    "nh3": "nh3",
    "PIL": "pillow",
    "babel": "babel",
    "tzdata": "tzdata",
    "pagefind": "pagefind",
}


def engine_stamp(site: Path) -> bytes:
    """Digest of our own source, of the face of title cards, of the libraries' versions, of Python's, and of the site's
    own modules."""
    state = blake2b(_own_stamp(), digest_size=16)
    _add_modules(state, site)
    return state.digest()


@cache
def _own_stamp() -> bytes:
    """What does not depend on the site. Read once: a process goes on with the engine that it has loaded, whatever
    becomes of the files."""
    state = blake2b(f"{sys.version_info[:3]}\n".encode(), digest_size=16)
    for name, version in sorted(library_versions().items()):
        state.update(f"{name} {version}\n".encode())
    engine = Path(__file__).parent
    for path in sorted([*engine.rglob("*.py"), *engine.rglob("cards/*.ttf")]):
        _add(state, path.relative_to(engine).as_posix(), path)
    return state.digest()


def modules_stamp(site: Path) -> bytes:
    """Digest of the site's own modules alone, as they are now."""
    state = blake2b(digest_size=16)
    _add_modules(state, site)
    return state.digest()


def _add_modules(state: blake2b, site: Path) -> None:
    for path in site_modules(site):
        _add(state, path.relative_to(site.resolve()).as_posix(), path)


def _add(state: blake2b, name: str, path: Path) -> None:
    data = path.read_bytes()
    state.update(f"{name} {len(data)}\n".encode())
    state.update(data)


def library_versions() -> dict[str, str]:
    """The versions of the libraries that a page may depend on, read from the names of their metadata folders.

    `importlib.metadata` says the same but takes as long as all the rest of an unchanged build; it is asked where the
    names are silent.
    """
    found: dict[str, str] = {}
    specs = {name: importlib.util.find_spec(module) for module, name in LIBRARIES.items()}
    origins = {name: spec.origin for name, spec in specs.items() if spec and spec.origin}
    for folder in {os.path.dirname(os.path.dirname(origin)) for origin in origins.values()}:
        for entry in os.listdir(folder):
            if entry.endswith(".dist-info"):
                name, _, version = entry[: -len(".dist-info")].partition("-")
                found[name.lower().replace("_", "-")] = version
    return {name: found.get(name) or _asked(name) for name in origins}


def _asked(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""
