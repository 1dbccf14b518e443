"""`deploy --init HOST`: the files by which a host builds and publishes a blog, written once and then the author's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from ...content.loader import Sources
from ...content.loader.walk import load_config
from ...errors import ContentError, OutsideError, UsageError
from ...model import Config, Host
from ...terminal import counted, plain
from .cloudflare import cloudflare_files
from .github import github_files
from .gitlab import gitlab_files
from .netlify import netlify_files
from .recipe import Recipe, make_recipe
from .server import server_files

HOSTS: dict[Host, Callable[[Config, Recipe], Mapping[str, str]]] = {
    Host.GITHUB_PAGES: github_files,
    Host.GITLAB_PAGES: gitlab_files,
    Host.NETLIFY: netlify_files,
    Host.CLOUDFLARE_PAGES: cloudflare_files,
    Host.SERVER: server_files,
}


class Written(msgspec.Struct, frozen=True):
    """What became of a host's files, by path: written; as they would be written, found so; and left as they were found,
    each with what it would have to say."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    left: Mapping[str, str]


def write_host(site: Path, host: str, config: Config) -> Written:
    """Write a host's files where there are none yet. UsageError where there is no such host, OutsideError where one
    cannot be read or written."""
    names = {kind.value: kind for kind in HOSTS}
    if host not in names:
        raise UsageError(f'there is no host "{host}"; there are {", ".join(names)}')
    recipe = make_recipe(config, frozenset(name for name in Recipe.WITNESSES if (site / name).is_file()))
    files = HOSTS[names[host]](config, recipe)
    found = {path: _read(site, path) for path in files}
    new = tuple(path for path, text in found.items() if text is None)
    for path in new:
        _create(site, path, files[path])
    return Written(
        new,
        tuple(path for path, text in found.items() if text == files[path]),
        {path: files[path] for path, text in found.items() if text is not None and text != files[path]},
    )


def run_init(site: Path, host: str) -> int:
    """Write a host's files, and say what was written, what was left, and what is still to be done; 1 where a file of
    the author's stands in the way."""
    folder = site.resolve()
    config, problems = load_config(Sources(folder, ()))
    if any(problem.is_error for problem in problems):
        raise ContentError(problems)
    done = write_host(folder, host, config)
    for path, text in done.left.items():
        print(plain(f"{path} is here already, and was left as it is. It would be:\n"))
        print(plain(text))
    for path in done.written:
        print(plain(f"{path} written"))
    if config.host != host:
        print(
            f"Write this line into content/site.yaml, so that each build makes what this host reads:\n\nhost: {host}\n"
        )
    print(f"How to go on from here stands in the guide, in guide/hosts/{host}.md")
    kept = f", {len(done.left)} left as found" if done.left else ""
    print(f"{counted(len(done.written), 'file')} written, {len(done.unchanged)} unchanged{kept}")
    return 1 if done.left else 0


def _read(folder: Path, path: str) -> str | None:
    try:
        return (folder / path).read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise OutsideError(plain(f"{path} cannot be read: {exc.strerror}")) from exc


def _create(folder: Path, path: str, text: str) -> None:
    place = folder / path
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as exc:
        raise OutsideError(plain(f"{path} cannot be written: {exc.strerror}")) from exc


__all__ = ["HOSTS", "Written", "run_init", "write_host"]
