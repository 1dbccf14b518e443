"""Which folders may be written to. Other generators have eaten their users' files; this one refuses first."""

from __future__ import annotations

from pathlib import Path

from ...errors import OutsideError
from .manifest import FOLDER, has_manifest, load_journal


def check_output(output: Path, site: Path, kept: tuple[Path, ...], force: bool) -> None:
    """OutsideError, with the reason, where building into `output` could cost somebody files. `kept` are folders of
    sources."""
    target, home = output.resolve(), site.resolve()
    if output.exists() and not output.is_dir():
        raise OutsideError(f"the output {output} is a file")
    if (output / FOLDER).is_symlink():
        raise OutsideError(f"{output / FOLDER} is a link, and what a build keeps there would go elsewhere", "remove it")
    if danger := danger_of(target, Path.home().resolve()):
        raise OutsideError(f"the output {output} is {danger}", _HINT)
    if target == home or target in home.parents:
        raise OutsideError(f"the output {output} is the site's own folder, or one above it", _HINT)
    for folder in (home / FOLDER, home / ".git", *(folder.resolve() for folder in kept)):
        if target == folder or target.is_relative_to(folder) or folder.is_relative_to(target):
            raise OutsideError(f"the output {output} is, holds or lies in {folder.name}/, which holds sources", _HINT)
    is_ours = has_manifest(output) or load_journal(output) is not None
    if (output / ".git").exists() and not is_ours and not force:
        raise OutsideError(
            f"the output {output} is a git repository that Matinee never wrote to", "say --force if it is meant"
        )


def danger_of(target: Path, user: Path) -> str:
    """What makes a folder one that no site may be built into, whatever the site; "" where nothing does. `user` is the
    home folder of whoever builds."""
    if target == Path(target.anchor):
        return "the root of the file system"
    if target == user:
        return "your home folder"
    if target in user.parents:
        return "a folder above your home folder"
    return "a folder of the system" if target.as_posix() in _SYSTEM else ""


_SYSTEM = frozenset(
    (
        *("/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib32", "/lib64", "/media", "/opt", "/proc", "/root"),
        *("/run", "/sbin", "/sys", "/tmp", "/usr", "/var"),
        *("/usr/bin", "/usr/include", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local", "/usr/local/bin"),
        *("/usr/local/lib", "/usr/local/share", "/usr/sbin", "/usr/share", "/usr/src"),
        *("/var/cache", "/var/lib", "/var/log", "/var/run", "/var/spool", "/var/tmp"),
        *("/Applications", "/Library", "/System", "/Users", "/Volumes", "/cores"),
        *("/private", "/private/etc", "/private/tmp", "/private/var"),
    )
)
_HINT = "choose a folder of its own with --output"
