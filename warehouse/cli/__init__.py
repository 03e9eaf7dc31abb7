"""The command line: each command parses, calls one function, prints."""

import os

# numpy's algebra is not used here, and its threads wait busily for a tenth of a second
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from warehouse.cli.main import main

__all__ = ["main"]
