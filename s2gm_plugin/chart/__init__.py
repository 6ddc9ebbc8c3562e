"""A chart of marks and curves over time, which knows nothing of series."""
