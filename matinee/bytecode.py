"""A site's own modules are read from their sources, and no bytecode is read or written: Python believes it by time and
size, which an edit may leave as they were."""

from __future__ import annotations

import os
import sys
from importlib.machinery import EXTENSION_SUFFIXES, SOURCE_SUFFIXES, ExtensionFileLoader, FileFinder, SourceFileLoader

TYPE_CHECKING = False  # typing's own name for it would have to be loaded
if TYPE_CHECKING:
    from types import CodeType

_PROGRAMS = ("__mp_main__", "__main__")
_ENGINE = os.path.dirname(os.path.abspath(__file__))
_seen: set[str] = set()


class SourceLoader(SourceFileLoader):
    """Compiles a module's source whenever it is imported."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def import_from_source(home: str) -> None:
    """From now on, read the modules that lie in a site's folder from their sources only."""
    if home in _seen:
        return
    _seen.add(home)

    def find(folder: str) -> FileFinder:
        if not is_own(folder, home):
            raise ImportError
        return FileFinder(folder, (ExtensionFileLoader, EXTENSION_SUFFIXES), (SourceLoader, SOURCE_SUFFIXES))

    sys.path_hooks.insert(0, find)
    for folder in [folder for folder in sys.path_importer_cache if folder.startswith(home)]:
        del sys.path_importer_cache[folder]


def import_running_from_source() -> None:
    """The same for the folder of the build.py that is being run: what it imports from now on."""
    for name in _PROGRAMS:
        file = getattr(sys.modules.get(name), "__file__", None)
        if file and os.path.basename(file) == "build.py":
            import_from_source(os.path.dirname(os.path.realpath(file)))


def forget_bytecode(home: str) -> bool:
    """Forget the site's modules that were imported too early, so that they are read again; whether there were any."""
    suspects = [name for name, module in sys.modules.items() if name not in _PROGRAMS and _is_suspect(module, home)]
    for name in suspects:
        del sys.modules[name]
    return bool(suspects)


def _is_suspect(module: object, home: str) -> bool:
    file = getattr(module, "__file__", None)
    return bool(file) and type(getattr(module, "__loader__", None)) is SourceFileLoader and is_own(str(file), home)


def is_own(path: str, home: str) -> bool:
    """Whether a file or folder holds the site's own code: no library's, not ours, no test. Both paths are absolute."""
    if not _is_inside(path, home):
        return False
    parts = path[len(home) :].strip(os.sep).split(os.sep)
    if parts[0] == "tests" or any(part.startswith(".") or part == "site-packages" for part in parts):
        return False
    outside = (sys.prefix, sys.base_prefix, _ENGINE)
    return not any(_is_inside(path, folder) for folder in outside if folder != home)


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
