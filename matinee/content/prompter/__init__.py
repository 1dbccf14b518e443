"""The prompter: what may stand at a place of a source, what is to be said of it, and what is wrong with it, as it is
being typed. Values in, values out; texts may be broken."""

from .hints import Hint, hint_at
from .kinds import Document, Kind, kind_of
from .knowledge import Knowledge, make_knowledge
from .positions import UTF16, Span, moved, problem_span, split_lines, to_column, to_units
from .proposals import Proposal, Proposals, Sort, propose
from .reading import tell_problems

__all__ = [
    "UTF16",
    "Document",
    "Hint",
    "Kind",
    "Knowledge",
    "Proposal",
    "Proposals",
    "Sort",
    "Span",
    "hint_at",
    "kind_of",
    "make_knowledge",
    "moved",
    "problem_span",
    "propose",
    "split_lines",
    "tell_problems",
    "to_column",
    "to_units",
]
