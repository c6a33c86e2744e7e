"""What the public sees of a plan."""
