"""Facts of the sensors: bands, scene classes."""
