"""Catalogues: one module per kind of source, each yields `Scene` records."""
