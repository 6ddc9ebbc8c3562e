"""Time series of points and polygons: what is asked, how sites are grouped, read and summed up, and the files."""
