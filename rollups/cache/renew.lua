-- renew: let entries live as if they had just been stored, whose data has not changed since.
-- KEYS: entries of one app. ARGV: the app's version, as_of, life in ms.
-- Returns the numbers, from 1, of the entries that are not there or are of another version.
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
