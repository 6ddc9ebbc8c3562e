"""The BrightEarth-style mosaic: solved on overviews as a whole, then made block by block."""
