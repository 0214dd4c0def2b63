"""What has changed and is not counted yet, and so until when answers are true.

The pipeline writes this; the pipeline and the readers read it. Each table has one owner here.
"""
