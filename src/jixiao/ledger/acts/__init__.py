"""Journal entries of this room as sentences, a piece a file."""
