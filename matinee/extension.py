"""A site's own Python: what its build.py may define, and how every process finds it."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import msgspec

from .errors import ContentError, Place, error

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


_loaded: dict[Path, Extension] = {}


def load_extension(site: Path) -> Extension:
    """The `blog` of the site's build.py; an empty one where there is none. ContentError, with the line, when it
    cannot be imported."""
    path = (site / "build.py").resolve()
    if path not in _loaded:
        _loaded[path] = _import(path) if path.is_file() else Extension()
    return _loaded[path]


def _import(path: Path) -> Extension:
    module = _running(path)
    if module is None:
        spec = importlib.util.spec_from_file_location("_matinee_site", path)
        if spec is None or spec.loader is None:
            return Extension()
        module = importlib.util.module_from_spec(spec)
        sys.modules["_matinee_site"] = module
        if (folder := str(path.parent)) not in sys.path:
            sys.path.insert(0, folder)
        try:
            spec.loader.exec_module(module)
        except Exception as exc:
            raise ContentError([error(_place(exc, path), "extension", f"build.py cannot be imported: {exc}")]) from exc
    blog = getattr(module, "blog", None)
    if blog is not None and not isinstance(blog, Extension):
        raise ContentError(
            [error(Place("build.py"), "extension", f"blog must be an Extension, not {type(blog).__name__}")]
        )
    return blog or Extension()


def _running(path: Path) -> ModuleType | None:
    """The module of a build.py that is being run as the program, or was by the process that started this one."""
    for name in ("__main__", "__mp_main__"):
        module = sys.modules.get(name)
        file = getattr(module, "__file__", None)
        if file and Path(file).resolve() == path and hasattr(module, "blog"):
            return module
    return None


def _place(exc: Exception, path: Path) -> Place:
    """Where in the site's own code an import went wrong."""
    if isinstance(exc, SyntaxError) and exc.filename:
        return Place(_relative(exc.filename, path), exc.lineno or 0, exc.offset or 0)
    frames = [
        frame for frame in traceback.extract_tb(exc.__traceback__) if Path(frame.filename).is_relative_to(path.parent)
    ]
    return Place(_relative(frames[-1].filename, path), frames[-1].lineno or 0) if frames else Place(path.name)


def _relative(file: str, path: Path) -> str:
    found = Path(file)
    return found.relative_to(path.parent).as_posix() if found.is_relative_to(path.parent) else found.name


def site_modules(site: Path) -> tuple[Path, ...]:
    """Every Python file of the site that its build.py may run: those loaded from the site's folder, and those that
    lie at its top."""
    home = site.resolve()
    engine = Path(__file__).parent
    found = {path for path in home.glob("*.py") if path.is_file()}
    for package in home.glob("*/__init__.py"):
        found.update(package.parent.rglob("*.py"))
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and file.endswith(".py"):
            found.add(Path(file))
    return tuple(sorted(path for path in found if _is_own(path, home, engine)))


def _is_own(path: Path, home: Path, engine: Path) -> bool:
    outside = (Path(sys.prefix), Path(sys.base_prefix), engine)
    if not path.is_relative_to(home) or any(
        part.startswith(".") or part == "site-packages" for part in path.relative_to(home).parts
    ):
        return False
    return (
        not any(path.is_relative_to(folder) for folder in outside if folder != home)
        and path.relative_to(home).parts[0] != "tests"
    )
