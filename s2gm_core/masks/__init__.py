"""Which observations count."""
