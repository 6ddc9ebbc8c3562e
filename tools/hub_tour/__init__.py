"""The rooms of tools/hub_pictures.py: each opens some pages of the S2GM window and photographs them.

A room is a generator; what it yields is waited for (``in_window.walk``).
"""
