"""Seamless colour from several overpasses: radiometry in common, patches, seams, blending. Arrays only."""
