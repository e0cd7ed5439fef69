"""The words of a referral in one line: which way it went, how the patient came, how urgent it is."""

from tui_tracker.domain.text import listed
from tui_tracker.domain.words import Flow, Source, Urgency, label

FLOWS: dict[str, Flow] = {
    "in": Flow.INBOUND,
    "inbound": Flow.INBOUND,
    "incoming": Flow.INBOUND,
    "from": Flow.INBOUND,
    "out": Flow.OUTBOUND,
    "outbound": Flow.OUTBOUND,
    "outgoing": Flow.OUTBOUND,
    "to": Flow.OUTBOUND,
}
"""The first word of a line."""

URGENCIES: dict[str, Urgency] = {
    "routine": Urgency.ROUTINE,
    "urgent": Urgency.URGENT,
    "asap": Urgency.URGENT,
    "emergency": Urgency.EMERGENCY,
    "emergent": Urgency.EMERGENCY,
    "stat": Urgency.EMERGENCY,
}

CHANNELS: tuple[Source, ...] = tuple(source for source in Source if source != Source.PARTNER)

_CHANNEL_WORDS: dict[str, Source] = {
    **{source.value: source for source in CHANNELS},
    "walk-in": Source.WALK_IN,
    "walkin": Source.WALK_IN,
    "ad": Source.ADVERT,
    "website": Source.WEB,
    "online": Source.WEB,
}

NOT_A_DAY = frozenset(("since", "until", "till", "not", "non"))
"""After one of these a day belongs to the reason: `since fri`."""

NOT_URGENT = frozenset(("not", "non"))
"""After one of these an urgency belongs to the reason: `not urgent`."""

KEYS: dict[str, str] = {
    "ref": "patient_ref",
    "by": "source",
    "via": "source",
    "payer": "payer",
    "member": "member",
    "visit": "visit",
}
"""What may stand before a colon, and the field that it is about."""


def plain_channel(word: str) -> Source | None:
    """The channel that a word right after `in` names in full."""
    return _CHANNEL_WORDS.get(word.casefold())


def read_channel(word: str) -> Source | None:
    """The channel that a word after `by:` names, in full or by any beginning of one alone."""
    folded = word.casefold()
    own = [source for source in CHANNELS if folded and source.value.startswith(folded)]
    return plain_channel(word) or (own[0] if len(own) == 1 else None)


def some_channels() -> str:
    """The channels, for a sentence: `patient, web, advert, event, directory, walk in or other`."""
    return listed([label(source) for source in CHANNELS])
