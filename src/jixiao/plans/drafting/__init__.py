"""The working copy as pages show and change it."""
