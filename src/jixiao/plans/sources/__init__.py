"""What a plan rests on: citations, coverage, common indicators."""
