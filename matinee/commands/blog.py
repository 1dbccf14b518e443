"""What the commands that write for an author share: the blog they work on, its clock, and writing a file whole or not
at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

import msgspec

from ..content.layout import SourcePost, make_layout
from ..content.loader import Sources, scan_folder
from ..content.loader.walk import load_config
from ..content.sources import Reading, decode_utf8, read_post
from ..content.whereabouts import posts_at, posts_called, slug_of
from ..errors import ContentError, OutsideError, UsageError
from ..model import Config, Moment
from ..terminal import plain
from ..text.moments import find_zone, read_moment


class Blog(msgspec.Struct, frozen=True):
    """A site as its author works on it: what is set, and which files there are. `paths` are relative to `content/`."""

    folder: Path
    config: Config
    paths: tuple[str, ...]
    posts: tuple[SourcePost, ...]

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def reading(self) -> Reading:
        return Reading(self.config.timezone, self.config.ratings)

    def now(self, asked: str) -> Moment:
        """The moment to write: `asked` if it is given, else this second, in the site's zone."""
        if asked:
            try:
                return read_moment(asked, self.config.timezone)
            except ValueError as exc:
                raise UsageError(f"--now {exc}") from exc
        return local_now(self.config.timezone)

    def read(self, path: str) -> bytes:
        """A file of `content/`, b"" where there is none."""
        try:
            return (self.content / path).read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as exc:
            raise OutsideError(f"content/{path} cannot be read: {exc.strerror}") from exc


def local_now(timezone: str) -> Moment:
    """This second, by the clocks of a zone."""
    here = datetime.now(UTC).astimezone(find_zone(timezone)).replace(microsecond=0)
    return Moment(here.isoformat(), int(here.timestamp()), True)


def open_blog(site: Path) -> Blog:
    """The site in a folder; ContentError where there is none."""
    folder = site.resolve()
    config, _ = load_config(Sources(folder, ()))
    paths = tuple(sorted(scan_folder(folder / "content", "content").files))
    return Blog(folder, config, paths, make_layout(paths).posts)


def find_post(blog: Blog, typed: str) -> SourcePost:
    """The post that is meant by its file, its folder or its slug; UsageError when there is none, or more than one."""
    found = _by_path(blog, typed) or posts_called(blog.posts, typed) or _by_own_slug(blog, typed)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"content/{post.path}" for post in found)
        raise UsageError(plain(f'"{typed}" may be {names}; give the path of one of them'))
    raise UsageError(plain(f'there is no post "{typed}"{_nearest(blog, typed)}'))


def _by_path(blog: Blog, typed: str) -> tuple[SourcePost, ...]:
    """Seen from here, from the site's folder, or from `content/`."""
    if "\0" in typed:
        return ()
    for base in (Path.cwd(), blog.folder, blog.content):
        asked = Path(os.path.normpath(base / typed))
        for place in (asked, Path(os.path.realpath(asked))):
            if place.is_relative_to(blog.content):
                path = place.relative_to(blog.content).as_posix()
                if found := posts_at(blog.posts, path):
                    return found
    return ()


def _by_own_slug(blog: Blog, typed: str) -> tuple[SourcePost, ...]:
    """The posts whose front matter gives them this slug; those that cannot be read are passed over."""
    return tuple(post for post in blog.posts if _own_slug(blog, post) == typed)


def _own_slug(blog: Blog, post: SourcePost) -> str:
    path = f"content/{post.path}"
    data = blog.read(post.path)
    if b"slug" not in data:
        return ""
    with suppress(ContentError):
        return read_post(decode_utf8(data, path), path, blog.reading).front.slug
    return ""


def _nearest(blog: Blog, typed: str) -> str:
    names = {slug_of(post): post for post in blog.posts}
    last = os.path.basename(os.path.normpath(typed)).removesuffix(".md")
    near = get_close_matches(last, names, 1)
    return f"; did you mean content/{names[near[0]].path}?" if near else ""


def create_file(folder: Path, path: str, data: bytes) -> None:
    """A new file below `folder`, with the folders on its way; OutsideError where there is one already, or where it
    cannot be written whole."""
    place = folder / path
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise OutsideError(plain(f"{path} cannot be written: {exc.strerror}: {exc.filename}")) from exc
    try:
        file = place.open("xb")
    except FileExistsError as exc:
        raise OutsideError(plain(f"{path} is here already"), "nothing was written") from exc
    except OSError as exc:
        raise OutsideError(plain(f"{path} cannot be written: {exc.strerror}")) from exc
    try:
        with file:
            file.write(data)
    except BaseException as exc:
        place.unlink(missing_ok=True)
        if isinstance(exc, OSError):
            raise OutsideError(plain(f"{path} cannot be written: {exc.strerror}")) from exc
        raise


def replace_file(folder: Path, path: str, old: bytes, new: bytes) -> None:
    """Put `new` in the place of `old`, at once and with the file's own mode; OutsideError, and the file as it was,
    where that fails or where somebody else has written to it meanwhile."""
    target = Path(os.path.realpath(folder / path))
    try:
        handle, name = tempfile.mkstemp(prefix=".matinee-", suffix=".tmp", dir=target.parent)
        try:
            _write(handle, new, stat.S_IMODE(target.stat().st_mode))
            if target.read_bytes() != old:
                raise OutsideError(plain(f"{path} was changed meanwhile"), "nothing was written; try again")
            os.replace(name, target)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as exc:
        raise OutsideError(plain(f"{path} cannot be written: {exc.strerror}"), "it is as it was") from exc


def _write(handle: int, data: bytes, mode: int) -> None:
    with open(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def undo(folder: Path, paths: Iterable[str]) -> None:
    """Take away files just made, and the folders that this empties."""
    for path in paths:
        place = folder / path
        with suppress(OSError):
            place.unlink()
            while (place := place.parent) != folder:
                place.rmdir()
