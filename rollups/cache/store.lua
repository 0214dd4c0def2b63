-- store: write an entry, unless a newer version of the app's data has been written meanwhile.
-- A script, because the comparison and the write must be one step. WATCH would take two round trips
-- and retries for each entry; a warming writes its entries in one. SET NX would never replace one.
-- KEYS: the entry. ARGV: version, body, etag, as_of, ttl in ms, life in ms.
local version = redis.call('HGET', KEYS[1], 'version')
if version and tonumber(version) > tonumber(ARGV[1]) then
    return
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'body', ARGV[2], 'etag', ARGV[3], 'as_of', ARGV[4],
    'ttl', ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
