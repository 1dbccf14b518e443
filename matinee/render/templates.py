"""Templates: which there are, what each is made of, and what went wrong in one."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from ..content.loader import digest
from ..errors import Place, Problem, error
from ..extension import own_line

if TYPE_CHECKING:
    from jinja2 import Environment, TemplateSyntaxError

    from .compiling import QuickEnvironment
    from .shelf import Shelf
    from .voice import Voice

WORDS = "words/"  # the folder of the catalogues, which are no templates
ANY = "*"  # a template whose name is not written out: any of them may be meant

Folders = tuple[tuple[str, Path], ...]
Files = dict[str, "TemplateFile"]


class TemplateFile(msgspec.Struct, frozen=True):
    """A template as found first on the search path, or a catalogue of words. `shown` is how people know the file."""

    shown: str
    path: Path
    digest: bytes
    is_template: bool = True


class TemplateSet(msgspec.Struct, frozen=True):
    """All templates by name, with the catalogues, and which others each one names."""

    files: dict[str, TemplateFile]
    references: dict[bytes, tuple[str, ...]]
    problems: tuple[Problem, ...]

    def names(self) -> list[str]:
        """The names of the templates themselves."""
        return [name for name, file in self.files.items() if file.is_template]

    def catalogues(self) -> dict[str, bytes]:
        """The digests of the catalogues, by the names that people know them by."""
        return {name: file.digest for name, file in self.files.items() if not file.is_template}

    def closure(self, name: str) -> dict[str, bytes]:
        """Everything that a template is made of, itself included: name to digest, empty for a name that no file has."""
        found: dict[str, bytes] = {}
        waiting = [name]
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            file = self.files.get(name)
            found[name] = file.digest if file else b""
            if file is not None:
                named = self.references.get(file.digest, ())
                waiting.extend(self.names() if ANY in named else named)
        return dict(sorted(found.items()))

    def is_sound(self, name: str) -> bool:
        """Whether all that a template is made of could be parsed; what could not has been told already."""
        return all(not value or value in self.references for value in self.closure(name).values())

    def closure_digest(self, name: str) -> bytes:
        state = blake2b(digest_size=16)
        for part, value in self.closure(name).items():
            state.update(f"{part}\n".encode() + (value or bytes(16)))
        return state.digest()


def digest_templates(files: Files) -> bytes:
    """What stands for all templates as they are now."""
    state = blake2b(digest_size=16)
    for name, file in sorted(files.items()):
        state.update(f"{name}\n{file.shown}\n".encode() + file.digest)
    return state.digest()


def find_templates(folders: Folders) -> Files:
    """The templates of some folders by name; the first to hold a name wins. Catalogues are there by the names that
    people know them by: those of the site are laid over the theme's, not put in their place."""
    files: Files = {}
    for shown, folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            name = path.relative_to(folder).as_posix()
            known_as = f"{shown}/{name}"
            is_template = not name.startswith(WORDS)
            key = (
                name if is_template else known_as
            )  # the site's words are laid over the theme's, not put in their place
            if path.is_file() and key not in files and not any(part.startswith(".") for part in name.split("/")):
                files[key] = TemplateFile(known_as, path, digest(path.read_bytes()), is_template)
    return files


def study_templates(
    files: Files, known: Mapping[bytes, tuple[str, ...]], environment: Callable[[], QuickEnvironment]
) -> TemplateSet:
    """What each template refers to. `known` are references found before, by digest; what is not known is compiled."""
    references: dict[bytes, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for name, file in files.items():
        if not file.is_template:
            continue
        if (found := known.get(file.digest)) is None:
            found = _references(name, file, environment(), problems)
        if found is not None:
            references[file.digest] = found
    return TemplateSet(files, references, tuple(problems))


def _references(
    name: str, file: TemplateFile, environment: QuickEnvironment, problems: list[Problem]
) -> tuple[str, ...] | None:
    """The names that a template extends, includes or imports; None, and a problem, where it cannot be parsed."""
    from jinja2 import TemplateSyntaxError

    references = environment.shelf.references
    try:
        environment.get_template(name)
    except UnicodeDecodeError:
        problems.append(error(Place(file.shown), "encoding", "this template is not UTF-8"))
    except TemplateSyntaxError as exc:  # where it could be parsed and not compiled, that is told when it is used
        if name not in references:
            problems.append(error(Place(file.shown, exc.lineno), "template", plain_words(exc)))
    found = references.get(name)
    return None if found is None else tuple(sorted({ANY if other is None else other for other in found}))


def make_environment(folders: Folders, filters: Mapping[str, Callable[..., Any]]) -> QuickEnvironment:
    """The one way in which templates are read: escaped, strict, the site's before the theme's."""
    from jinja2 import Environment

    from .compiling import QuickEnvironment
    from .shelf import Shelf
    from .voice import Voice

    shelf = Shelf([folder for _, folder in folders])
    voice = Voice()
    environment = _open_environment(QuickEnvironment, shelf, filters, voice)
    environment.voice = voice
    environment.shelf = shelf
    environment.patient = _open_environment(Environment, shelf, filters, voice)
    return environment


AnyEnvironment = TypeVar("AnyEnvironment", bound="Environment")


def _open_environment(
    kind: type[AnyEnvironment], shelf: Shelf, filters: Mapping[str, Callable[..., Any]], voice: Voice
) -> AnyEnvironment:
    from .undefined import ToldUndefined

    environment = kind(
        loader=shelf,
        autoescape=True,
        undefined=ToldUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(filters)
    environment.globals["words"] = voice
    return environment


def explain_failure(exc: Exception, folders: Folders, template: str, page: str, site: Path) -> Problem:
    """A template's failure with the template's own line, the site's own line where a filter failed, and the page that
    was being rendered."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

    place = _template_place(exc, folders, template)
    if isinstance(exc, TemplateSyntaxError):
        place = Place(_shown(exc.filename or exc.name or template, folders), exc.lineno)
        words = plain_words(exc)
    elif isinstance(exc, TemplateNotFound):
        words = f"there is no template {exc.name}"
    elif isinstance(exc, RecursionError):
        words = f"templates include each other without end: {_chain(exc, folders)}"
    elif isinstance(exc, UndefinedError):
        words = exc.message or "something here is undefined"
    else:
        words = f"{type(exc).__name__}: {exc}"
    own = own_line(exc, site)
    return error(place, "template", words, f"in {own}, while rendering {page}" if own else f"while rendering {page}")


def plain_words(exc: TemplateSyntaxError) -> str:
    """What is wrong with a template that cannot be parsed, without the full stop that no message of ours has."""
    return (exc.message or "this is no template").rstrip(".")


def _template_place(exc: Exception, folders: Folders, template: str) -> Place:
    """The innermost line of a template in a traceback."""
    frames = [frame for frame in _frames(exc) if _is_template(frame.filename, folders)]
    if not frames:
        return Place(_shown(template, folders))
    return Place(_shown(frames[-1].filename, folders), frames[-1].lineno or 0)


def _frames(exc: Exception) -> Sequence[traceback.FrameSummary]:
    return traceback.extract_tb(exc.__traceback__)


def _is_template(filename: str, folders: Folders) -> bool:
    return any(Path(filename).is_relative_to(folder) for _, folder in folders)


def _shown(filename: str, folders: Folders) -> str:
    """How people know a template: `templates/post.html`."""
    path = Path(filename)
    for shown, folder in folders:
        if path.is_absolute() and path.is_relative_to(folder):
            return f"{shown}/{path.relative_to(folder).as_posix()}"
        if not path.is_absolute() and (folder / path).is_file():
            return f"{shown}/{filename}"
    return f"templates/{path.name if path.is_absolute() else filename}"


def _chain(exc: Exception, folders: Folders) -> str:
    """The templates of an endless round, once around."""
    names: list[str] = []
    for frame in _frames(exc):
        if _is_template(frame.filename, folders):
            name = _shown(frame.filename, folders).rpartition("templates/")[2]
            if name in names:
                return " → ".join([*names[names.index(name) :], name])
            names.append(name)
    return " → ".join(names)
