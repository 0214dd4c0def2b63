-- prefetch: count a request, read who asks, count the caller, and read the answer: one round trip.
-- A script, because each step needs the one before. A refused address is neither counted as a caller
-- nor looked up. The counter of the caller has the user's id, which the credential's entry holds.
-- `count`, defined before this text, is the script of the package `limits`.
-- KEYS: 1, 2: the counter of the address. 3: the credential. 4: its generation. 5: the answer.
-- ARGV: 1, 2: the limit, and its seconds. 3: now, in seconds. 4: for how long an entry is fresh.
--       5, 6: the counter of the caller, with * in place of the user's id. 7: the app.
--       8: the field of a session that ended. The others: the fields of the answer.
-- Returns: whether the address is within its limit; the id of the user who was counted; whether that
-- one is within the limit; the credential's fields `user`, of the app, and of its end; the
-- generation; the fields of the answer; the milliseconds that are left for it.
local function is_within(keys)
    return count(keys, {ARGV[1], ARGV[2], 1})
end

if not is_within({KEYS[1], KEYS[2]}) then
    return {false}
end

local fields = redis.call('HMGET', KEYS[3], 'user', ARGV[7], ARGV[8])
local generation = redis.call('GET', KEYS[4])

local function known_user()
    if not fields[1] or fields[3] then
        return false
    end
    local entry = cjson.decode(fields[1])
    local age = tonumber(ARGV[3]) - entry[2]
    if entry[1] ~= (generation or '') or age < 0 or age >= tonumber(ARGV[4]) then
        return false
    end
    return string.format('%.0f', entry[3][1])
end

local user = known_user()
local caller_is_within = false
if user then
    caller_is_within = is_within({(ARGV[5]:gsub('%*', user)), (ARGV[6]:gsub('%*', user))})
end

local answer = redis.call('HMGET', KEYS[5], unpack(ARGV, 9))
return {1, user, caller_is_within, fields, generation, answer, redis.call('PTTL', KEYS[5])}
