"""Generators of what the repository ships: derived files and the sample; they are no part of the wheel."""
