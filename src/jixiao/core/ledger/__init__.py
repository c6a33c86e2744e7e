"""The rules of the ledger: periods, due dates, measures, states, reports, strike-off."""
