"""Plain, slow references: one pixel at a time, ordinary Python numbers, written from the published rules.

They share nothing with the kernels that they judge: no numpy in the formulas, no import from the core's science.
"""
