-- fetch: an entry, and how long it lives on in milliseconds. KEYS: the entry.
local entry = redis.call('HMGET', KEYS[1], 'body', 'etag', 'as_of', 'ttl')
return {entry[1], entry[2], entry[3], entry[4], redis.call('PTTL', KEYS[1])}
