"""`python bench/watch.py`: how long a saved edit takes to be served, by Matinee and by Hugo. `--help` says more."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # Not this folder: what is in it would hide the standard library's own `profile`.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from bench.watching import main

    sys.exit(main(sys.argv[1:]))
