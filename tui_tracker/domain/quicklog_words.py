"""The words that start a quick log and those behind `+`, in full, shortened, and as people say them."""

from collections.abc import Iterable
from dataclasses import dataclass

from tui_tracker.domain.text import listed
from tui_tracker.domain.words import Channel, GiveKind, Intent

_SHORT: dict[str, Channel] = {
    "cl": Channel.CALL,
    "cd": Channel.CARD,
    "vs": Channel.VISIT,
    "vd": Channel.VIDEO,
}
"""Two letters where two letters of the word are not enough."""

_SAME: dict[str, Channel] = {
    "phone": Channel.CALL,
    "phoned": Channel.CALL,
    "called": Channel.CALL,
    "rang": Channel.CALL,
    "e-mail": Channel.EMAIL,
    "emailed": Channel.EMAIL,
    "sms": Channel.TEXT,
    "texted": Channel.TEXT,
    "faxed": Channel.FAX,
    "visited": Channel.VISIT,
    "observed": Channel.OBSERVATION,
    "shadowed": Channel.OBSERVATION,
}
"""Words that say no more than the channel's own."""

_MORE: dict[str, Channel] = {
    "voicemail": Channel.CALL,
    "zoom": Channel.VIDEO,
    "breakfast": Channel.MEAL,
    "brunch": Channel.MEAL,
    "lunch": Channel.MEAL,
    "dinner": Channel.MEAL,
    "coffee": Channel.MEAL,
    "conference": Channel.EVENT,
    "workshop": Channel.EVENT,
    "webinar": Channel.EVENT,
}
"""Words that say more than the channel's own; they stay at the head of the note."""

_EXACT: dict[str, Channel] = {**{one.value: one for one in Channel}, **_SHORT, **_SAME}

_UNCLEAR: dict[str, tuple[Channel, ...]] = {
    "mail": (Channel.EMAIL, Channel.LETTER),
    "mailed": (Channel.EMAIL, Channel.LETTER),
    "message": (Channel.TEXT, Channel.EMAIL),
    "meeting": (Channel.VISIT, Channel.VIDEO, Channel.EVENT),
    "met": (Channel.VISIT, Channel.MEAL, Channel.EVENT),
    "meet": (Channel.VISIT, Channel.MEAL, Channel.EVENT),
}
"""Everyday words that could be more than one channel."""

_INTENT_FORMS: dict[str, Intent] = {
    "connected": Intent.CONNECT,
    "gave": Intent.GIVE,
    "thanks": Intent.THANK,
    "thanked": Intent.THANK,
    "updated": Intent.UPDATE,
    "reported": Intent.REPORT,
    "asked": Intent.ASK,
}

_GIVE_FORMS: dict[str, GiveKind] = {
    "articles": GiveKind.ARTICLE,
    "spotlighted": GiveKind.SPOTLIGHT,
    "invited": GiveKind.INVITATION,
    "invite": GiveKind.INVITATION,
    "introduced": GiveKind.INTRODUCTION,
}


@dataclass(frozen=True, slots=True)
class ChannelRead:
    """A channel, and the word to call it by where that says more; or what is wrong."""

    channel: Channel | None
    word: str = ""
    says_more: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class IntentRead:
    """An intent, and what was given where the word says that; or what is wrong."""

    intent: Intent | None
    problem: str = ""
    give: GiveKind | None = None


def read_channel(text: str) -> ChannelRead:
    """The channel that a word names: in full, as people say it, shortened, or by any prefix of one channel alone."""
    word = text.casefold().rstrip(",.;:!")
    if word in _UNCLEAR:
        return ChannelRead(None, problem=f"“{word}” could be {_either(_UNCLEAR[word])}; write which.")
    if word in _MORE:
        return ChannelRead(_MORE[word], word, says_more=True)
    own = [_EXACT[word]] if word in _EXACT else [one for one in Channel if word and one.value.startswith(word)]
    if len(own) == 1:
        return ChannelRead(own[0], own[0].value)
    if own:
        return ChannelRead(None, problem=f"“{word}” could be {_either(own)}; write a little more.")
    return _as_people_say(word, text)


def _as_people_say(word: str, text: str) -> ChannelRead:
    """The channel behind the beginning of an everyday word."""
    said = {one: way for one, way in {**_MORE, **_SAME}.items() if len(word) > 1 and one.startswith(word)}
    if len(set(said.values())) == 1:
        name, channel = next(iter(said.items()))
        alone = len(said) == 1 and name in _MORE
        return ChannelRead(channel, name if alone else channel.value, says_more=alone)
    if said:
        return ChannelRead(None, problem=f"“{word}” could be {listed(list(said))}; write a little more.")
    shown = text if len(text) <= 20 else text[:19] + "…"
    return ChannelRead(None, problem=f"“{shown}” does not say how you were in touch; start with {some_channels()}.")


def read_intent(text: str) -> IntentRead:
    """What the word behind `+` names, in full or by any prefix: an intent, else a kind of give, which implies it."""
    word = text.casefold().rstrip(",.;:!")
    if word in _INTENT_FORMS:
        return IntentRead(_INTENT_FORMS[word])
    own = [one for one in Intent if word and one.value.startswith(word)]
    if len(own) == 1:
        return IntentRead(own[0])
    given = _read_give(word)
    every = listed([*Intent, *GiveKind])
    if not word:
        return IntentRead(None, f"Write after + what it was for: {every}; \\+ is the sign itself.")
    return IntentRead(None, _no_intent(word, every)) if given is None else given


def _read_give(word: str) -> IntentRead | None:
    """The kind of give that a word names, or which it could be; None for a word that is the beginning of none."""
    kinds = [_GIVE_FORMS[word]] if word in _GIVE_FORMS else [one for one in GiveKind if word and one.startswith(word)]
    if len(kinds) > 1:
        return IntentRead(None, f"“+{word}” could be {listed(list(kinds))}; write a little more.")
    return IntentRead(Intent.GIVE, give=kinds[0]) if kinds else None


def _no_intent(word: str, every: str) -> str:
    shown = word if len(word) <= 20 else word[:19] + "…"
    return f"“+{shown}” is not one of {every}; \\+ is the sign itself."


def some_channels() -> str:
    """The channels, for a sentence."""
    return listed([one.value for one in Channel])


def _either(channels: Iterable[Channel]) -> str:
    shorts = {channel: short for short, channel in _SHORT.items()}
    return listed([f"{one.value} ({shorts[one]})" if one in shorts else one.value for one in channels])
