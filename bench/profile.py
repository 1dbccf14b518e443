"""`python bench/profile.py`: where a build of Matinee's spends its time. `--help` says what may be asked for."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # Not this folder: this file would hide the standard library's own `profile`.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from bench.profiling import main

    sys.exit(main(sys.argv[1:]))
