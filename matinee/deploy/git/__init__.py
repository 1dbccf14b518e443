"""A branch of a git repository: one commit on top of what is there, made in a repository of our own.

The author's working tree, index, hooks and stash are never touched: commits are written by git-fast-import(1) into a
bare repository that is kept between deploys, and pushed from there without force.

    session     one deploy, from the fetch to the push
    branch      what stands on a branch, whose it is, and which deploys made it
    commits     a commit, written
    repository  the repository of our own, and git's commands in it
    access      the way to the other repository, and what lets git in
    names       what git has no files of
"""

from .session import GitSession, GitTarget

__all__ = ["GitSession", "GitTarget"]
