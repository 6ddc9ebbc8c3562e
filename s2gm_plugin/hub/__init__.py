"""The hub: one window from choosing an area to a mosaic on the map; it runs the Processing algorithms."""
