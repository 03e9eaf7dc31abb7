"""The videos of a selection: planned by cost, read from their shards, written, cut, credited and kept true."""
