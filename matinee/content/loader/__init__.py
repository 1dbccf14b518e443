"""The one door between the disk and the values: loading a site's sources, with a memo of the last time.

The Loader itself is in `walk`: what it needs is not loaded where nothing has to be read.
"""

from .inventory import Inventory, Sources
from .memo import KnownFile, Memo, digest_keys, read_memo, write_memo, write_whole
from .packs import MOST_PACKS, LostTextError, PackReader, tidy
from .scan import FileStat, digest, digest_file, is_settled, scan_folder, stat_key

__all__ = [
    "MOST_PACKS",
    "FileStat",
    "Inventory",
    "KnownFile",
    "LostTextError",
    "Memo",
    "PackReader",
    "Sources",
    "digest",
    "digest_file",
    "digest_keys",
    "is_settled",
    "read_memo",
    "scan_folder",
    "stat_key",
    "tidy",
    "write_memo",
    "write_whole",
]
