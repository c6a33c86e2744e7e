"""Writes of the ledger: each is one action."""
