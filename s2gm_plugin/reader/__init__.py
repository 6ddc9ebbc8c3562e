"""The help: a window that shows the documents of ``docs/`` without a network."""
