"""Shards: apps are divided into them, so that several workers refresh side by side.

Each task carries the number of shards. So no process needs a setting that agrees with another's.
"""

# SQL: whether the app is in the shard, for the parameters `shard` and `shards`. The shard is taken
# modulo too: otherwise no app would be in a shard beyond the number of shards.
IN_SHARD = "abs(mod(hashtextextended({app}::text, 0), %(shards)s)) = mod(%(shard)s, %(shards)s)"
