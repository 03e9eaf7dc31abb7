"""The command line: each command parses, calls one function, prints."""

import os

from warehouse.cli.importing import ended_by_ctrl_c

# numpy's algebra is not used here, and its threads wait busily for a tenth of a second
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

with ended_by_ctrl_c():
    from warehouse.cli.main import main

__all__ = ["main"]
