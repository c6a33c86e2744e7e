"""Scoring: from the rules of a scheme and the sheets of organisations to totals, ranks, grades and their explanation."""
