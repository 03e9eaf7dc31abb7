"""Where records come from: files of records on this machine, found by what the user names."""

from warehouse.source.files import Chunk, Source, SourceFile, Unparsed
from warehouse.source.find import find_source

__all__ = ["Chunk", "Source", "SourceFile", "Unparsed", "find_source"]
