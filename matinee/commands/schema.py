"""`schema`: what an editor needs to help with a blog, written beside it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from ..content.editor import SHARED, Guide, is_sealed, make_kit, read_guide, says_all
from ..errors import OutsideError
from ..model import Scale
from ..terminal import plain
from .blog import create_file, open_blog, replace_file

# Where the guide lies, whose words explain each key.
_PACKED = Path(__file__).parents[1] / "guide"  # in a wheel
_CHECKOUT = Path(__file__).parents[2] / "docs" / "guide"


def run_schema(options: argparse.Namespace) -> int:
    """Write what is not there yet or is of an older make, leave what is the author's, and say which."""
    blog = open_blog(options.site)
    kit = load_kit(blog.config.ratings, (blog.folder / "build.py").is_file())
    found = {path: _read(blog.folder, path) for path in kit}
    stale = [path for path, data in found.items() if data is None or _is_outdated(data, kit[path])]
    left = [path for path, data in found.items() if data is not None and _is_own(path, data, kit[path])]
    for path in stale:
        _write(blog.folder, path, found[path], kit[path])
    for path in left:
        print(plain(_advice(path, kit[path])))
    kept = f", {len(left)} left as found" if left else ""
    print(f"{len(stale)} written, {len(kit) - len(stale) - len(left)} unchanged{kept}")
    return 0


def load_kit(scale: Scale, has_front_door: bool) -> Mapping[str, str]:
    """The files of the editor kit by path, explained in the words of the guide."""
    return make_kit(scale, load_guide(), "python build.py" if has_front_door else "matinee")


def load_guide() -> Guide:
    """What the guide says of each key."""
    folder = _PACKED if _PACKED.is_dir() else _CHECKOUT
    return read_guide([path.read_text("utf-8") for path in sorted(folder.glob("*.md"))])


def _read(folder: Path, path: str) -> bytes | None:
    """A file of the site, None where there is none."""
    try:
        return (folder / path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise OutsideError(plain(f"{path} cannot be read: {exc.strerror}")) from exc


def _is_outdated(data: bytes, ours: str) -> bool:
    """Whether a file is ours, as nobody has changed it, and would be another one now."""
    text = _text(data)
    return text != ours and is_sealed(text)


def _is_own(path: str, data: bytes, ours: str) -> bool:
    """Whether a file is the author's, and lacks some of what ours would say."""
    text = _text(data)
    return text != ours and not is_sealed(text) and not (path in SHARED and says_all(text, ours))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _write(folder: Path, path: str, old: bytes | None, ours: str) -> None:
    if old is None:
        create_file(folder, path, ours.encode())
    else:
        replace_file(folder, path, old, ours.encode())


def _advice(path: str, ours: str) -> str:
    """What an author can do about a file that stays as it is."""
    if path in SHARED:
        _, _, body = ours.partition("\n")
        return f"{path} is yours, and was left as it is. This is missing in it:\n{body}"
    return f"{path} was changed by hand, and was left as it is. Move it away, and `schema` writes it again."
