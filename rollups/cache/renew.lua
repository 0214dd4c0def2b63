-- renew: prolong the entries of this version as if they had just been stored.
-- A script, because the comparison and the write must be one step. Redis may evict or replace an
-- entry between two commands; HSET would then make an entry of nothing but as_of.
-- KEYS: entries of one app. ARGV: the app's version, as_of, life in ms.
-- Returns the others, each with its number, from 1, its version and its etag. Those that are absent
-- have version 0 and no etag.
local others = {}
for number, key in ipairs(KEYS) do
    local stored = redis.call('HMGET', key, 'version', 'etag')
    if stored[1] == ARGV[1] then
        redis.call('HSET', key, 'as_of', ARGV[2])
        redis.call('PEXPIRE', key, ARGV[3])
    else
        table.insert(others, {number, stored[1] or '0', stored[2] or ''})
    end
end
return others
