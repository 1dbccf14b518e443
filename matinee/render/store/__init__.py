"""What an output folder holds, and how it changes: all at once or not at all."""

from .aside import KEPT, copy_aside
from .guard import check_output
from .lock import hold_lock, is_running
from .manifest import (
    FOLDER,
    INDEX,
    Manifest,
    Written,
    dump_manifest,
    escape,
    has_index,
    is_inside,
    load_manifest,
    manifest_digest,
    read_manifest,
    unescape,
)
from .removal import remove_ours
from .stage import (
    UNFINISHED,
    commit,
    discard_stage,
    has_begun,
    leave_no_stage,
    leave_nothing_new,
    open_stage,
    recover,
)
from .ways import folders_of, has_link, is_plain_file

__all__ = [
    "FOLDER",
    "INDEX",
    "KEPT",
    "UNFINISHED",
    "Manifest",
    "Written",
    "check_output",
    "commit",
    "copy_aside",
    "discard_stage",
    "dump_manifest",
    "escape",
    "folders_of",
    "has_begun",
    "has_index",
    "has_link",
    "hold_lock",
    "is_inside",
    "is_plain_file",
    "is_running",
    "leave_no_stage",
    "leave_nothing_new",
    "load_manifest",
    "manifest_digest",
    "open_stage",
    "read_manifest",
    "recover",
    "remove_ours",
    "unescape",
]
