"""What a process may lack besides files and disk: memory, address space, threads."""

from __future__ import annotations

import resource
import sys

from warehouse.errors import WarehouseError

# what the engines reserve on two cores, measured: with less they end the process and nothing can be said
LEAST_ADDRESS_SPACE = 3 << 30
_SIGNS = ("can't start new thread", "failed to map segment", "cannot allocate memory", "error return without exception")


def require_address_space() -> None:
    """Refuse to begin with less address space than the engines reserve.

    Raises:
        WarehouseError: ``ulimit -v`` allows less.
    """
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed != resource.RLIM_INFINITY and allowed < LEAST_ADDRESS_SPACE:
        raise WarehouseError(
            f"The address space of this process is limited to {allowed >> 20:,} MB (ulimit -v), and the engines "
            f"reserve {LEAST_ADDRESS_SPACE >> 20:,} MB: allow more, or limit the memory itself in another way."
        )


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error says, in Python's words or those of an engine, that memory or threads are used up."""
    if isinstance(error, (MemoryError, *engine_errors("OutOfMemoryException"))):
        return True
    return isinstance(error, (RuntimeError, ImportError, OSError)) and any(sign in str(error) for sign in _SIGNS)


def engine_errors(name: str = "Error") -> tuple[type[Exception], ...]:
    """A class of DuckDB's errors, none as long as DuckDB is not imported: then nothing has raised one."""
    duckdb = sys.modules.get("duckdb")
    return (getattr(duckdb, name),) if duckdb else ()
