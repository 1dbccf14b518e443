"""`python bench/deploy.py`: deploys beside plain copies. `--help` says what may be asked for."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # Not this folder: what is in it would hide the standard library's own `profile`.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from bench.departures import main

    sys.exit(main(sys.argv[1:]))
