"""What a plan hands down, read for pages."""
