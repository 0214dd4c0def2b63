"""Search: conferences with this text in PeerMetrics' id or name, or with this row id."""

import re

_ASCII = re.compile(r"[\x01-\x7f]+")


def search_terms(text: str) -> list[str]:
    """The value of the condition `SEARCH`: a row's id, plain text, and a pattern.

    The pattern spells out upper and lower case, because a database of locale C knows only English
    letters. A pattern costs ten times as much as plain text. So it is tried only on names that hold
    the plain text: the longest ASCII part of the text.
    """
    plain = max(_ASCII.findall(text), key=len, default="")
    pattern = "".join(_in_either_case(character) for character in text)
    return [text.lower(), plain.lower(), pattern]


def _in_either_case(character: str) -> str:
    cases = {character, character.lower(), character.upper()}
    if len(cases) > 1:  # Python's upper case of ß has two characters
        return f"[{''.join(sorted(case for case in cases if len(case) == 1))}]"
    return re.escape(character)


def _contains(column: str) -> str:
    return f'strpos(lower({column} COLLATE "C"), (%(value)s)[2]) > 0 AND {column} ~ (%(value)s)[3]'


# A predicate on the conference's fact, `c`. Facts have no names, so it reads PeerMetrics' tables.
SEARCH = (
    "EXISTS (SELECT FROM public.conference p WHERE p.app_id = c.app_id AND p.id = c.conference_id "
    f"AND (p.id::text = (%(value)s)[1] OR {_contains('p.conference_id')} "
    f"OR {_contains('p.conference_name')}))"
)
