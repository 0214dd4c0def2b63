"""Changes that are not counted yet, and the moment that answers are true of because of them.

The pipeline writes these tables. The pipeline and the readers read them. Each table has one owner
here.
"""
