"""Compositing methods: one file each, arrays in and arrays out, listed in `registry.METHODS`."""
