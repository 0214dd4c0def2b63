"""Which SQL of the code the database already has, by the digest of its text.

Unchanged SQL is not run again. So `migrate` takes no lock and rebuilds no number without need.
"""

import re
from hashlib import blake2b

from django.db import connection

_COMMENT = re.compile(r"--.*")

_NOTE = """
INSERT INTO rollups.installed (name, digest) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET digest = excluded.digest"""


def digest_of(*texts: str) -> str:
    """The digest of the texts, without comments; any white space counts as one space."""
    words = [word for text in texts for word in _COMMENT.sub("", text).split()]
    return blake2b(" ".join(words).encode(), digest_size=16).hexdigest()


def digests() -> dict[str, str]:
    """What the database has, by name: for example `view <its name>`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, digest FROM rollups.installed")
        return dict(cursor.fetchall())


def note(name: str, digest: str) -> None:
    """Call it in the transaction that installs the SQL."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [name, digest])


def forget(name: str) -> None:
    """Call it in the transaction that removes the SQL."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM rollups.installed WHERE name = %s", [name])
