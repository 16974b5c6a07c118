"""`python -m nomadspec`."""

from nomadspec.cli.entry import main

if __name__ == "__main__":
    raise SystemExit(main())
