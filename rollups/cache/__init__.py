"""Answers in Redis: how they are stored, given, computed on a miss, and kept warm."""
