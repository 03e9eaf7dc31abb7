"""Generators of what the repository ships: derived files and the sample; they are not in the wheel."""
