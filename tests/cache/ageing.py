"""Time that passes for Redis, so that no test has to wait."""

import redis
from django.conf import settings

_PASS = """
for _, key in ipairs(redis.call('KEYS', '*')) do
    local left = redis.call('PTTL', key)
    if left >= 0 then redis.call('PEXPIRE', key, left - ARGV[1]) end
end"""

_STAY_UNUSED = """
for _, key in ipairs(redis.call('KEYS', '*')) do
    local unused = redis.call('OBJECT', 'IDLETIME', key) + ARGV[1]
    local left = math.max(redis.call('PTTL', key), 0)
    redis.call('RESTORE', key, left, redis.call('DUMP', key), 'REPLACE', 'IDLETIME', unused)
end"""


def let_pass(seconds: float) -> None:
    """Every key of the cache is nearer to its end by so many seconds."""
    redis.Redis.from_url(settings.REDIS_URL).eval(_PASS, 0, round(seconds * 1000))


def stay_unused(server: redis.Redis, seconds: int) -> None:
    """No key of this database has been used for so many more seconds."""
    server.eval(_STAY_UNUSED, 0, seconds)
