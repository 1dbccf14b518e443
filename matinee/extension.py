"""A site's own Python: what its build.py may define, and how every process finds it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import msgspec

from .bytecode import SourceLoader, forget_bytecode, import_from_source, is_own
from .errors import ContentError, Place, Problem, error

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Rule = Callable[["MarkdownIt"], None]


class Page(msgspec.Struct, frozen=True):
    """An output that an extension asks for: at `address` (`/index-of-places/`, `/data.json`) what `template` makes
    of `data`.

    The template sees `site` and a `page` with `title`, `url`, `permalink` and `data`. `data` holds text, numbers,
    booleans, None, lists
    and mappings; equal data give an equal page, and only changed data make it again. Without a template, `data` is
    the file's text.
    """

    address: str
    data: Any
    template: str = "own.html"
    title: str = ""


class Extension(msgspec.Struct, frozen=True):
    """What a site adds: Jinja filters by name, functions that change the Markdown machine, functions that make pages
    of the Site."""

    filters: Mapping[str, Callable[..., Any]] = {}
    rules: Sequence[Rule] = ()
    outputs: Sequence[Callable[[Any], Iterable[Page]]] = ()


_NAME = "_matinee_site"
_GUARD = 'if __name__ == "__main__":'
_loaded: dict[Path, Extension] = {}


def load_extension(site: Path) -> Extension:
    """The `blog` of the site's build.py; an empty one where there is none. ContentError, with the line, when it
    cannot be imported."""
    path = (site / "build.py").resolve()
    if path not in _loaded:
        _loaded[path] = _import(path) if path.is_file() else Extension()
    return _loaded[path]


def _import(path: Path) -> Extension:
    module = _running(path) or _executed(path)
    blog = getattr(module, "blog", None)
    if blog is not None and not isinstance(blog, Extension):
        raise ContentError(
            [error(Place("build.py"), "extension", f"blog must be an Extension, not {type(blog).__name__}")]
        )
    return blog or Extension()


def _running(path: Path) -> ModuleType | None:
    """The module of a build.py that is being run as the program, or was by the process that started this one; None
    where Python may have taken bytecode for what it imports."""
    for name in ("__main__", "__mp_main__"):
        module = sys.modules.get(name)
        file = getattr(module, "__file__", None)
        if file and Path(file).resolve() == path and hasattr(module, "blog"):
            return None if forget_bytecode(str(path.parent)) else module
    return None


def _executed(path: Path) -> ModuleType:
    """The module of a build.py, imported under a name of its own."""
    home = str(path.parent)
    import_from_source(home)
    forget_bytecode(home)
    spec = spec_from_file_location(_NAME, path, loader=SourceLoader(_NAME, str(path)))
    if spec is None or spec.loader is None:
        raise ContentError([error(Place(path.name), "extension", "build.py cannot be imported")])
    module = module_from_spec(spec)
    sys.modules[_NAME] = module
    if home not in sys.path:
        sys.path.insert(0, home)
    try:
        spec.loader.exec_module(module)
    except ContentError:
        raise
    except Exception as exc:
        message = f"build.py cannot be imported: {_words(exc)}"
        raise ContentError([error(_place(exc, path.parent), "extension", message)]) from exc
    return module


def refusal_to_run(line: int) -> ContentError:
    """What is wrong with a build.py that builds the blog while a build imports it."""
    message, hint = "this builds the blog while build.py is only imported", f"put it below {_GUARD}"
    return ContentError([error(Place("build.py", line), "extension", message, hint)])


def explain_own(exc: Exception, site: Path, hint: str = "") -> Problem:
    """A failure of the site's own code, with its line."""
    place = own_line(exc, site) or Place("build.py")
    return error(place, "extension", f"build.py failed: {type(exc).__name__}: {_words(exc)}", hint)


def own_line(exc: BaseException, site: Path) -> Place | None:
    """The innermost line of the site's own code in a traceback."""
    import traceback

    home = os.path.realpath(site)
    for frame in reversed(traceback.extract_tb(exc.__traceback__)):
        path = os.path.realpath(frame.filename)
        if path.endswith(".py") and is_own(path, home):
            return Place(Path(path).relative_to(home).as_posix(), frame.lineno or 0)
    return None


def _place(exc: Exception, home: Path) -> Place:
    """Where in the site's own code an import went wrong."""
    if isinstance(exc, SyntaxError) and exc.filename:
        found = Path(exc.filename)
        shown = found.relative_to(home).as_posix() if found.is_relative_to(home) else found.name
        return Place(shown, exc.lineno or 0, exc.offset or 0)
    return own_line(exc, home) or Place("build.py")


def _words(exc: Exception) -> str:
    """What an exception says, as any process and any terminal can take it."""
    return str(exc).encode("utf-8", "replace").decode()


def site_modules(site: Path) -> tuple[Path, ...]:
    """Every Python file of the site that its build.py may run: those loaded from the site's folder, and those that
    lie at its top."""
    home = site.resolve()
    found = {path for path in home.glob("*.py") if path.is_file()}
    for package in home.glob("*/__init__.py"):
        found.update(package.parent.rglob("*.py"))
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and file.endswith(".py"):
            found.add(Path(file))
    return tuple(sorted(path for path in found if is_own(str(path), str(home))))
