"""The leak guard: before a deploy, every file that is to go out is looked through for what must stay at home.

    private = gather_private(site, now, os.environ, Path.home())
    problems = inspect(outgoing, private, allowed, site, memory=site / ".matinee" / "guard", before=pages_last_time)

Nothing is sent where one of the problems is an error.
"""

from .gathering import gather_private
from .inspecting import inspect
from .private import Passage, Private
from .rules import CODE, RULES, Allowance, Rule

__all__ = ["CODE", "RULES", "Allowance", "Passage", "Private", "Rule", "gather_private", "inspect"]
