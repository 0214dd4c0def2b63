-- renew: prolong the entries of this version as if they had just been stored.
-- A script, because the comparison and the write must be one step. Redis may evict or replace an
-- entry between two commands; HSET would then make an entry of nothing but as_of.
-- KEYS: entries of one app. ARGV: the app's version, as_of, life in ms.
-- Returns the numbers, from 1, of the entries that are absent or of another version.
local others = {}
for number, key in ipairs(KEYS) do
    if redis.call('HGET', key, 'version') == ARGV[1] then
        redis.call('HSET', key, 'as_of', ARGV[2])
        redis.call('PEXPIRE', key, ARGV[3])
    else
        table.insert(others, number)
    end
end
return others
