"""Work in many processes, or in this one when there is little of it."""

from .crew import Crew, Progress, processors, split
from .worker import collect_rarely

__all__ = ["Crew", "Progress", "collect_rarely", "processors", "split"]
