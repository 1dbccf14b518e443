"""From nodes to values: small decoders, put together in one table a format. Every problem of a file is reported."""

from .addresses import alias, fault_of_address, identifier, inside, path, published, slug, split_web, web_address
from .codes import CODES
from .context import Context, Decoder, DecodingError, Reading, refusal, shown
from .marks import find_place, make_marks
from .scalars import boolean, filled, label, language, moment, one_of, rating, text, timezone, whole
from .shapes import Table, fields, is_absent, list_of, mapping_of, names, own_data, require, table, value_of

__all__ = [
    "CODES",
    "Context",
    "Decoder",
    "DecodingError",
    "Reading",
    "Table",
    "alias",
    "boolean",
    "fault_of_address",
    "fields",
    "filled",
    "find_place",
    "identifier",
    "inside",
    "is_absent",
    "label",
    "language",
    "list_of",
    "make_marks",
    "mapping_of",
    "moment",
    "names",
    "one_of",
    "own_data",
    "path",
    "published",
    "rating",
    "refusal",
    "require",
    "shown",
    "slug",
    "split_web",
    "table",
    "text",
    "timezone",
    "value_of",
    "web_address",
    "whole",
]
