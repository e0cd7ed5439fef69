"""What is said of one node of the mind map in full words: two plain sentences, below the map."""

from collections.abc import Iterator

from tui_tracker.domain.day_words import short_month
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.map_words import UNNAMED, Known, limb_name
from tui_tracker.domain.mind_map import RECENT_DAYS, Grouping, Leaf, Limb, Mood, Tie
from tui_tracker.domain.text import count, listed
from tui_tracker.domain.words import label

_MOST_STEPS = 4

_BELOW: dict[Grouping, str] = {
    Grouping.INTRODUCED: " introduced by them or through those",
    Grouping.OFFICE: " working there",
    Grouping.PAYER: " we share its patients with",
}


def detail(known: Known, tree: Tree, node: int) -> tuple[str, str]:
    """Two plain sentences about a node, in full words: what it is and where, then how it stands (may be empty)."""
    limb, partner, tie = tree.limb(node), tree.partner(node), tree.tie(node)
    if limb >= 0:
        return _branch_detail(known, known.outline.limbs[limb])
    if partner is None:
        return _practice_detail(known)
    leaf = known.leaves.get(partner)
    if tie >= 0:
        found = known.ties.get(partner, ())
        return _tie_detail(found[tie], leaf) if tie < len(found) else ("", "")
    return ("", "") if leaf is None else _leaf_detail(known, leaf, tree.limb(tree.parent(node)))


def _practice_detail(known: Known) -> tuple[str, str]:
    outline = known.outline
    name, shown = outline.practice or UNNAMED, outline.tally.partners
    if outline.view.inner:
        free = f", {count(outline.free, 'rank')} free" if outline.free else ""
        reach = f"; together they reach {outline.reach:,} people" if outline.reach else ""
        first = f"{name}: {outline.own} in the inner circle{free}{reach}."
    elif shown != outline.total:
        first = f"{name}: {shown:,} of {count(outline.total, 'partner')} shown."
    else:
        first = f"{name}: {count(shown, 'partner')}."
    return first, _sentences(
        "" if outline.practice else ": practice names it",
        _sent(outline.tally.inbound, outline.tally.outbound, shown),
        *_mood_words(known.moods.get(())),
    )


def _branch_detail(known: Known, limb: Limb) -> tuple[str, str]:
    path = f" {known.signs.step} ".join(_steps(known, limb))
    partners = limb.tally.partners
    below = _BELOW.get(limb.by, "") if limb.partner_id is not None else ""
    first = f"{path}: {count(partners, 'partner') if partners else 'nobody yet'}{below if partners else ''}."
    sent = _sent(limb.tally.inbound, limb.tally.outbound, partners)
    return first, _sentences(
        _gap_words(limb),
        "" if limb.partner_id is None else _own_words(known, limb.partner_id),
        f"those {sent}" if limb.partner_id is not None and limb.tally.inbound + limb.tally.outbound else sent,
        *_mood_words(known.moods.get(limb.path)),
        count(limb.links, "link") if limb.links else "",
    )


def _steps(known: Known, limb: Limb) -> list[str]:
    """A branch and what it hangs on, the nearest of them, from the practice on."""
    steps, above = [limb_name(limb)], limb.above
    while above >= 0 and len(steps) < _MOST_STEPS:
        steps.append(limb_name(known.outline.limbs[above]))
        above = known.outline.limbs[above].above
    if above >= 0:
        steps.append(known.signs.cut)
    return steps[::-1]


def _own_words(known: Known, partner_id: int) -> str:
    """How it stands with a partner who is a branch: themselves, without those below."""
    own, warmth = known.leaves.get(partner_id), _warmth_words(known, partner_id)
    sent = "" if own is None or not own.inbound + own.outbound else f"themselves {_figures(own.inbound, own.outbound)}"
    return ", ".join(filter(None, (warmth, sent)))


def _leaf_detail(known: Known, leaf: Leaf, number: int) -> tuple[str, str]:
    """A partner on the branch of this number in the outline (-1: on the practice), and where that is."""
    steps = _steps(known, known.outline.limbs[number]) if number >= 0 else []
    what = [leaf.kind, leaf.specialty, leaf.area, f"tier {leaf.tier}" if leaf.tier else "", label(leaf.stage)]
    what = [word for word in what if word not in steps]
    if leaf.inner_rank is not None:
        what.append(f"inner circle {leaf.inner_rank}")
    feeling = known.feelings.get(leaf.id)
    ties = [count(leaf.links, "link")] if leaf.links else []
    ties += [count(leaf.contacts, "contact")] if leaf.contacts else []
    path = f" {known.signs.step} ".join([*steps, leaf.name])
    return f"{path}: {', '.join(filter(None, what))}.", _sentences(
        _warmth_words(known, leaf.id),
        f"{count(feeling.promises, 'promise')} open" if feeling is not None and feeling.promises else "",
        _sent(leaf.inbound, leaf.outbound, 1),
        listed(ties, "and"),
        f"stands in {leaf.places} places" if leaf.places > 1 else "",
    )


def _tie_detail(tie: Tie, leaf: Leaf | None) -> tuple[str, str]:
    more = f", {tie.detail}" if tie.detail else ""
    return f"{leaf.name + ': ' if leaf is not None else ''}{label(tie.word)} {tie.name}{more}.", ""


def _warmth_words(known: Known, partner_id: int) -> str:
    feeling = known.feelings.get(partner_id)
    if feeling is None:
        return ""
    return "no warmth figure yet" if feeling.band is None else f"warmth {feeling.points}, {feeling.band.value}"


def _mood_words(mood: Mood | None) -> Iterator[str]:
    """`12 warm, 3 cooling, 1 cold`; how many promises are open."""
    if mood is None:
        return
    bands = ((mood.warm, "warm"), (mood.cooling, "cooling"), (mood.cold, "cold"))
    yield ", ".join(f"{number:,} {word}" for number, word in bands if number)
    if mood.promises:
        yield f"{count(mood.promises, 'promise')} open"


def _gap_words(limb: Limb) -> str:
    gap = limb.gap
    if gap is None:
        return ""
    coming = f", {gap.coming} in the works" if gap.coming else ""
    since = f", since {short_month(gap.since)}" if gap.since is not None else ""
    return f"{gap.active} active of {gap.wanted} wanted for {gap.name}{coming}{since}"


def _sent(inbound: int, outbound: int, partners: int) -> str:
    if not partners:
        return ""
    if not inbound and not outbound:
        return f"no referrals in {RECENT_DAYS} days"
    return f"{_figures(inbound, outbound)} in {RECENT_DAYS} days"


def _figures(inbound: int, outbound: int) -> str:
    return f"sent us {inbound:,} and got {outbound:,}"


def _sentences(*parts: str) -> str:
    """The parts that say something, each as a sentence."""
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts if part)
