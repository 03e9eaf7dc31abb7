"""What writes the files that are derived from the declarations; it is not in the wheel."""
