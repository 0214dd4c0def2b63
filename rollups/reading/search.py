"""Search: the conferences whose id or name at PeerMetrics holds a text, or that have this id."""

import re

_ASCII = re.compile(r"[\x01-\x7f]+")


def search_terms(text: str) -> list[str]:
    """The value that `SEARCH` takes: a row's id, plain text to look for first, and a pattern.

    Upper and lower case are Unicode's, and spelled out in the pattern, because a database of locale
    C knows no other letters than English ones. A pattern costs ten times as much as plain text, so
    it is asked only of names that hold what is plain in the text: its longest piece of ASCII.
    """
    plain = max(_ASCII.findall(text), key=len, default="")
    pattern = "".join(_in_either_case(character) for character in text)
    return [text.lower(), plain.lower(), pattern]


def _in_either_case(character: str) -> str:
    cases = {character, character.lower(), character.upper()}
    if len(cases) > 1:  # a case of several characters, as of ß, is none
        return f"[{''.join(sorted(case for case in cases if len(case) == 1))}]"
    return re.escape(character)


def _contains(column: str) -> str:
    return f'strpos(lower({column} COLLATE "C"), (%(value)s)[2]) > 0 AND {column} ~ (%(value)s)[3]'


# A predicate over a conference's fact, `c`. Names are in no fact: they are read as they are now.
SEARCH = (
    "EXISTS (SELECT FROM public.conference p WHERE p.app_id = c.app_id AND p.id = c.conference_id "
    f"AND (p.id::text = (%(value)s)[1] OR {_contains('p.conference_id')} "
    f"OR {_contains('p.conference_name')}))"
)
