"""The cache: answers are stored in Redis, given, computed on a miss, and kept warm."""
