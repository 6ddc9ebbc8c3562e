"""The same mosaic by other tools; each script runs in an environment of its own, see requirements.txt."""
