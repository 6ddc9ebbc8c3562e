"""The dock of time series: places on the map, curves, the image of a day."""
