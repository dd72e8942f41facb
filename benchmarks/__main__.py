"""Lists the measurements, or runs those that are named.

    python -m benchmarks             # the list, then all of them
    python -m benchmarks boards

Each prints one JSON object as its last line.
"""

import sys
from importlib import import_module
from pathlib import Path


def names() -> list[str]:
    """The modules of this folder that measure something."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def main(arguments: list[str]) -> int:
    known = names()
    if unknown := set(arguments) - set(known):
        print(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
        return 2
    for name in arguments or known:
        module = import_module(f"benchmarks.{name}")
        print(f"{name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        module.main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
