"""The command `matinee`, and `python -m matinee`. Nothing is loaded here before Ctrl-C can end it quietly."""

import sys

INTERRUPTED = 130


def command() -> None:
    """Do what the command line asks, and exit."""
    try:
        from .cli import command as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    command()
