"""A simulated year of a plan: what its people do, day by day, through the actions of the rooms."""
