"""The front door: `python build.py` builds this blog. What may be defined here is told in docs/extending.md."""

import sys

try:
    from matinee import main
except ModuleNotFoundError as missing:
    sys.exit(f"{missing.name} is not installed; run: pip install -e .")

if __name__ == "__main__":
    main()
