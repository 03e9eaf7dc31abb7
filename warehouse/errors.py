"""Errors of the warehouse: each message is one sentence that names the thing, the fault and the remedy."""


class WarehouseError(Exception):
    """Base of every error that the warehouse raises on purpose; the command line prints it and exits with 1."""


class SourceError(WarehouseError):
    """A source, or a file of it, cannot be read."""


class AccessError(WarehouseError):
    """Something exists but cannot be read or written: permissions, tokens, terms that are not accepted yet."""


class DriftError(WarehouseError):
    """The source does not have the declared shape and the run was asked to be strict."""


class HomeError(WarehouseError):
    """The warehouse's folder is missing, empty, busy, unwritable or not a warehouse."""


class CatalogBusyError(WarehouseError):
    """Another process holds the catalog for writing."""


class QueryError(WarehouseError):
    """A statement, a query file or a parameter is not acceptable."""


class ExportError(WarehouseError):
    """An export cannot be made at its target, or not in this form."""


class SpellingWarning(UserWarning):
    """A word that was searched is in no text, and another is near."""
