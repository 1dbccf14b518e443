"""A branch of a git repository: one commit on top of what is there, made in a repository of our own.

The author's working tree, index, hooks and stash are never touched: commits are written by git-fast-import(1) into a
bare repository that is kept between deploys, and pushed from there without force.

    session     one deploy, from the fetch to the push
    repository  the repository of our own, and git's commands in it
    branch      what stands on a branch
    commits     a commit, written
"""

from .session import GitSession, GitTarget

__all__ = ["GitSession", "GitTarget"]
