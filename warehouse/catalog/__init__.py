"""DuckDB over a snapshot: the definitions of its views and macros, the sandboxed engine, the catalog file."""
