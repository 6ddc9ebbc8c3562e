"""The only door to rasterio and GDAL: windowed reads, writers, vector files."""
