"""A trace: one conference followed from its raw rows to the warm answers. It only reads.

`trace` gathers, all of one moment. `findings` judges. `screen` writes it for people.
"""
