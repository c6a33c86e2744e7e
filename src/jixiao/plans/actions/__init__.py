"""What is done, a noun a file. Each action: right, transaction, decision, named fields, journal entry."""
