"""The command line: each command parses, calls one function, prints."""

import os
import signal
import threading

# numpy's algebra is not used here, and its threads wait busily for a tenth of a second
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Ctrl-C while modules are imported ends the process at once, without Python's traceback
_MAIN = threading.current_thread() is threading.main_thread()
_BEFORE = signal.getsignal(signal.SIGINT)
if _MAIN and _BEFORE is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from warehouse.cli.main import main  # noqa: E402 - as above

if _MAIN and _BEFORE is signal.default_int_handler:
    signal.signal(signal.SIGINT, _BEFORE)

__all__ = ["main"]
