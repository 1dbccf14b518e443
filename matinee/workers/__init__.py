"""Work in many processes, or in this one when there is little of it."""

from .crew import Crew, Progress, processors, split

__all__ = ["Crew", "Progress", "processors", "split"]
