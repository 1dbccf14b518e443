"""Links that lead out of a site: which are to be asked for, what an answer means, and the asking itself.

Values in, values out in `questions`, `answers` and `telling`; only `memory` touches the disk, and only `exchange` and
`asking` the network. These two are not loaded where there is nothing to ask.
"""

from .answers import Kind, Verdict
from .memory import load_findings, write_findings
from .questions import Finding, Questions, make_questions
from .telling import Outcome, make_outcome

__all__ = [
    "Finding",
    "Kind",
    "Outcome",
    "Questions",
    "Verdict",
    "load_findings",
    "make_outcome",
    "make_questions",
    "write_findings",
]
