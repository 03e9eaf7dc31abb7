"""What writes the files that are derived from the declarations; it is no part of the wheel."""
