"""Rules of schemes, given scores, compositions and results."""
