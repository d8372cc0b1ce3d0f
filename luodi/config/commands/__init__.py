"""The commands that need the database; each has `main(words) -> exit code`."""

import sys


def refuse(sentence: str) -> int:
    """Print one clear line and return the exit code for bad input."""
    print(sentence, file=sys.stderr)
    return 2
