"""Scoring: from a scheme's rules and the sheets of organisations to totals, ranks, grades and their explanation."""
