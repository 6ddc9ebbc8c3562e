"""Scheduling of blocks: threads, memory, progress and cancel."""
