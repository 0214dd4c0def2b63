"""Who asks, from where, how often, and what they may see.

Middleware checks the address first (`client_address`, `address_limit`). Then a view asks for the
user (`authentication`, `credential_cache`), counts the request (`throttles`, `counters`) and looks
up which apps the user sees (`membership`). For a hit, `prefetch` does all of this in one round trip
to Redis. Here are also the login and the password.
"""
