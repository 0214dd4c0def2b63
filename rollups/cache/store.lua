-- store: write an entry, unless a newer version of the app's data has been written meanwhile.
-- KEYS: the entry, the app's index of entries that nobody warms.
-- ARGV: version, body, etag, as_of, ttl in ms, life in ms, how many the index may hold (0: warmed).
local version = redis.call('HGET', KEYS[1], 'version')
if version and tonumber(version) > tonumber(ARGV[1]) then
    return 0
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'body', ARGV[2], 'etag', ARGV[3], 'as_of', ARGV[4],
    'ttl', ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
local most = tonumber(ARGV[7])
if most == 0 then
    redis.call('ZREM', KEYS[2], KEYS[1])
    return 1
end
-- The index is in the order of storing: what was stored first makes room.
redis.call('ZADD', KEYS[2], redis.call('TIME')[1], KEYS[1])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
local excess = redis.call('ZCARD', KEYS[2]) - most
if excess > 0 then
    local oldest = redis.call('ZPOPMIN', KEYS[2], excess)
    for at = 1, #oldest, 2 do
        redis.call('UNLINK', oldest[at])
    end
end
return 1
