"""Rules of evaluation rounds, inspections and bonus claims: pure, standard library only."""
