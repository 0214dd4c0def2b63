"""Apps are divided into shards, so that several workers refresh side by side.

How many shards there are is told with each task. No process needs a setting that agrees with
another's.
"""

# Of `{app}`, for the parameters `shard` and `shards`: true where the app is in the shard. The shard
# is taken modulo as well: one that lies beyond the number of shards would be nobody's.
IN_SHARD = "abs(mod(hashtextextended({app}::text, 0), %(shards)s)) = mod(%(shard)s, %(shards)s)"
