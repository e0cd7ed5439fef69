"""The lists behind figures of referrals, grouped by how they stand; first where something can still be done."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tui_tracker.domain.insights.funnel import Step, reason_words
from tui_tracker.domain.insights.page import Group
from tui_tracker.domain.insights.sums import alike
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Flow, ReferralStage


class Where(NamedTuple):
    """Where a referral stands: its stage today (empty where it is still to come), how far it came (`step`), and why it
    stands aside."""

    id: int
    flow: str
    stage: str
    step: int
    reason: str

    @property
    def seen(self) -> bool:
        """Whether it reached `seen`, whatever came after."""
        return self.step >= Step.SEEN

    @property
    def lost(self) -> bool:
        """Whether it is lost."""
        return self.stage == ReferralStage.LOST

    @property
    def declined(self) -> bool:
        """Whether we declined it."""
        return self.stage == ReferralStage.DECLINED

    @property
    def out(self) -> bool:
        """Whether we sent it."""
        return self.flow == Flow.OUTBOUND


_NOT_YET, _LOST, _DECLINED, _SEEN = "Not seen yet", "Lost", "Declined", "Seen"
_OUT_NOT_YET, _OUT_LOST, _OUT_SEEN = "Sent, not seen yet", "Sent, lost", "Sent, seen"
_HERE, _LOST_HERE, _DECLINED_HERE, _WENT_ON = "Here now", "Lost here", "Declined here", "Went on from here"


def by_state(found: Iterable[Where]) -> tuple[Group, ...]:
    """As they stand today: received ones first, then sent ones."""
    order = (_NOT_YET, _LOST, _DECLINED, _SEEN, _OUT_NOT_YET, _OUT_LOST, _OUT_SEEN)
    return _grouped(found, _state, order)


def by_completion(found: Iterable[Where]) -> tuple[Group, ...]:
    """Those that did not reach `seen`, then `Seen`: the ones that did, also if they were lost after it."""
    return _grouped(found, lambda one: _SEEN if one.seen else _state(one), (_NOT_YET, _LOST, _DECLINED, _SEEN))


def by_leakage(found: Iterable[Where]) -> tuple[Group, ...]:
    """`Lost` first: also those that were lost after they were seen; then the others."""
    return _grouped(found, _state, (_LOST, _NOT_YET, _DECLINED, _SEEN))


def by_step(found: Iterable[Where], step: Step) -> tuple[Group, ...]:
    """Those that came as far as a step: the ones that wait there, that ended there, and that went on."""

    def place(one: Where) -> str:
        if one.step > step:
            return _WENT_ON
        if one.lost:
            return _LOST_HERE
        return _DECLINED_HERE if one.declined else _HERE

    return _grouped(found, place, (_HERE, _LOST_HERE, _DECLINED_HERE, _WENT_ON))


def by_reason(found: Sequence[Where]) -> tuple[Group, ...]:
    """By why they stand aside, the most frequent reason first; alike but for capitals and accents is one."""
    spelled = alike((one.reason, (1,)) for one in found)
    names = {fold(reason): reason_words(reason) for reason, _number in spelled}
    return _grouped(found, lambda one: names[fold(one.reason)], tuple(dict.fromkeys(names.values())), noted=False)


def _state(one: Where) -> str:
    if one.out:
        return _OUT_LOST if one.lost else _OUT_SEEN if one.seen else _OUT_NOT_YET
    if one.lost:
        return _LOST
    if one.declined:
        return _DECLINED
    return _SEEN if one.seen else _NOT_YET


def _grouped(
    found: Iterable[Where], words: Callable[[Where], str], order: Sequence[str], *, noted: bool = True
) -> tuple[Group, ...]:
    """Groups by words, in an order; those of whom all stand aside with why."""
    groups: dict[str, list[Where]] = {one: [] for one in order}
    for one in found:
        groups[words(one)].append(one)
    return tuple(
        Group(name, tuple(one.id for one in mine), _reasons(mine) if noted else ())
        for name, mine in groups.items()
        if mine
    )


def _reasons(mine: Sequence[Where]) -> tuple[str, ...]:
    if not all(one.lost or one.declined for one in mine):
        return ()
    return tuple(reason_words(one.reason) for one in mine)
