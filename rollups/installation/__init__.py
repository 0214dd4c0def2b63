"""How the schema is brought into the database, up to date, and out again."""
