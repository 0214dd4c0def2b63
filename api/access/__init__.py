"""Who asks, from where, how often, and what they may see.

Middleware checks the address first (`client_address`, `address_limit`). Then a view asks for the
user (`authentication`, `credential_cache`), counts the request (`throttles`) and looks up which
apps the user sees (`membership`). Here are also the login and the password.
"""
