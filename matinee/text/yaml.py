"""YAML as texts with places: nothing is a number, a date or a truth here until a schema says so.

YAML 1.1 reads film titles as other things (`8:46` is 526, `No` is false), so the text becomes nodes directly. What
could
surprise an author is refused: duplicate keys, anchors, aliases, tags, deep nesting, and a value lost behind ` #`.

There are two ways to the same nodes. Nearly every file is plain lines of keys and values, which `yaml_simple` reads
in a
fraction of the time; every other goes through the parser in `yaml_composer`, which is imported only then.
"""

from __future__ import annotations

from .yaml_nodes import Mapping, Node, Scalar, Sequence
from .yaml_simple import read_simple

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "read_yaml"]


def read_yaml(text: str, path: str, first_line: int = 1) -> Node | None:
    """The one document of a text, None when it is empty; ContentError with every problem that could be found.

    Lines and columns are those of the file, in which the text begins at `first_line`.
    """
    node = read_simple(text, first_line)
    if node is not None:
        return node
    from .yaml_composer import compose

    return compose(text, path, first_line)
