-- store: write an entry, unless a newer version of the app's data has been written meanwhile.
-- A script, because the comparison and the write must be one step. WATCH would take two round trips
-- and retries for each entry; a warming writes its entries in one. SET NX would never replace one.
-- KEYS: the entry. ARGV: version, etag, as_of, life in ms; then ttl in ms, body; or neither: the
-- entry has this body already, if it has this etag.
-- Returns 1 if it has not, and nothing was written.
local stored = redis.call('HMGET', KEYS[1], 'version', 'etag')
if stored[1] and tonumber(stored[1]) > tonumber(ARGV[1]) then
    return 0
end
if ARGV[6] then
    redis.call('HSET', KEYS[1], 'ttl', ARGV[5], 'body', ARGV[6])
elseif stored[2] ~= ARGV[2] then
    return 1
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'etag', ARGV[2], 'as_of', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 0
