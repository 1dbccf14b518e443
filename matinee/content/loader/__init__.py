"""The one door between the disk and the values: loading a site's sources, with a memo of the last time."""

from .inventory import Inventory, Sources
from .library import Asset, FilmRecord, Library, Loader, load_config
from .memo import KnownFile, Memo, read_memo, write_memo, write_whole
from .packs import LostTextError, PackReader, Pointer, tidy
from .scan import FileStat, digest, digest_file, is_settled, scan_folder, stat_key

__all__ = [
    "Asset",
    "FileStat",
    "FilmRecord",
    "Inventory",
    "KnownFile",
    "Library",
    "Loader",
    "LostTextError",
    "Memo",
    "PackReader",
    "Pointer",
    "Sources",
    "digest",
    "digest_file",
    "is_settled",
    "load_config",
    "read_memo",
    "scan_folder",
    "stat_key",
    "tidy",
    "write_memo",
    "write_whole",
]
