"""An imported document on its way to a plan: what its review shows, and corrections."""
