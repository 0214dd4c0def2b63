"""PeerMetrics' issue codes: what each means, and whether it is an error or a warning."""

ERRORS = {
    "no_media_access": "Could not access any media device",
    "ice_failed": "Connection could not be established",
    "no_connection": "The participant could not establish a connection",
    "very_low_emos": "The participant had a very bad experience during the conference",
}
WARNINGS = {
    "getusermedia_error": "Problem accessing media",
    "icecandidateerror": "ICE candidate error",
    "connection_disconnected": "Connection disconnected",
    "connection_failed": "Connection failed",
    "multiple_rejoins": "Multiple rejoins",
    "tcp_used": "Media sent over TCP",
    "turn_used": "Connection relayed through a TURN server",
    "low_emos": "Participant had a less than ideal experience",
}
EXPLANATIONS = {
    "no_media_access": "Every request for a camera or microphone failed in this session.",
    "ice_failed": "No pair of ICE candidates led to the other participant or the SFU.",
    "no_connection": "None of the connections of this session was ever established.",
    "very_low_emos": "What arrived was so poor that sound broke up or the picture froze.",
    "getusermedia_error": "A request for the camera or microphone failed.",
    "icecandidateerror": "A STUN or TURN server could not be reached, or refused to answer.",
    "connection_disconnected": "A connection was interrupted.",
    "connection_failed": "A connection broke down and did not come back.",
    "multiple_rejoins": "The participant came in more than once, as by reloading the page.",
    "tcp_used": "Media went over TCP in place of UDP, which adds delay.",
    "turn_used": "There was no direct way between the participants, so a server relayed the media.",
    "low_emos": "What arrived was at times poor in sound or picture.",
}


def title_of(code: str) -> str:
    """What the code means; a code that is not known is its own title."""
    return ERRORS.get(code) or WARNINGS.get(code) or code


def type_of(code: str) -> str | None:
    """error or warning; None for a code that is not known."""
    return "error" if code in ERRORS else "warning" if code in WARNINGS else None


def explanation_of(code: str) -> str:
    """What happened, in a sentence; "" for a code that is not known."""
    return EXPLANATIONS.get(code, "")
