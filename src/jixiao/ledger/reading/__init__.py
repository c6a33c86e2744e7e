"""Reading the ledger: what the pages and pictures show."""
