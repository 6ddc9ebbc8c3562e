"""What the plugin adds to the QGIS window."""
