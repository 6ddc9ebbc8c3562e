"""The only door to the network: requests with retries, ranges, signatures and counts."""
