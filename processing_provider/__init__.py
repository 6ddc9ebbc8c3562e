"""QGIS Processing: the provider ``s2gm`` and its algorithms. Collects parameters, calls the core, shows results."""
