"""The command line as ``python -m warehouse``."""

from warehouse.cli import main

if __name__ == "__main__":
    main()
