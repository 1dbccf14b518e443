"""The line with which a YAML file names its schema to editors, and where schemas lie.

Not in `content/`, which is read, nor in `static/` or a post's folder, which are published, nor in the cache, which may
be thrown away: schemas are kept with the blog, in a folder of their own.
"""

from __future__ import annotations

FOLDER = "schemas"


def schema_path(name: str) -> str:
    """Where the schema of a format lies, below the site."""
    return f"{FOLDER}/{name}.schema.json"


def modeline(path: str, name: str) -> str:
    """The line for a file at a path of the site, with the way from there to its schema."""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}{schema_path(name)}\n"
