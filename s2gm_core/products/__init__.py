"""The products: the only places that put the rooms together."""
