"""The procedure of a plan and its peer review, read for pages."""
