"""The leak guard: before a deploy, every file that is to go out is looked through for what must stay at home.

    private = gather_private(site, now, os.environ, Path.home())
    problems = inspect(outgoing, private, allowed, site, memory=site / ".matinee" / "guard")
    problems += inspect_count(outgoing, pages_last_time, allowed, site)

Nothing is sent where one of the problems is an error.
"""

from .gathering import gather_private
from .inspecting import inspect, inspect_count
from .private import Passage, Private
from .rules import CODE

__all__ = ["CODE", "Passage", "Private", "gather_private", "inspect", "inspect_count"]
