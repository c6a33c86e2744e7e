"""Evaluation rounds and their sheets, inspections and their findings, bonus claims."""
