"""The kinds of declarations, and what follows from a declaration.

Nothing here says what is counted. The statistics declare that, and register it as the app starts.
"""
