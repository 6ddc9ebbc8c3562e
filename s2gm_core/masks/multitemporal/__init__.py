"""The mask ``multitemporal``: what the scene classification missed or wrongly flagged, told from the stack itself."""
