"""Records made with our cheap `dataclass` behave as those of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from tui_tracker.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Cheap:
    """One field of every sort."""

    number: int
    text: str = "none"
    many: list[int] = dataclasses.field(default_factory=list)

    @property
    def double(self) -> int:
        """Twice the number."""
        return 2 * self.number


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same, as the standard library makes it."""

    number: int
    text: str = "none"
    many: list[int] = dataclasses.field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pair:
    """Something that can be hashed."""

    left: int
    right: int = 0


@pytest.mark.parametrize("kwargs", [{"number": 1}, {"number": 1, "text": "x"}, {"number": 2, "many": [3]}])
def test_it_is_made_shown_and_listed_as_the_standard_one_is(kwargs):
    cheap, standard = Cheap(**kwargs), Standard(**kwargs)
    assert repr(cheap) == repr(standard).replace("Standard", "Cheap")
    assert dataclasses.asdict(cheap) == dataclasses.asdict(standard)
    assert [one.name for one in dataclasses.fields(cheap)] == ["number", "text", "many"]


def test_positions_names_and_defaults_may_be_mixed():
    assert Cheap(1, "x", [2]) == Cheap(number=1, text="x", many=[2])
    assert Cheap(1).double == 2


def test_a_list_that_is_a_default_is_not_shared():
    assert Cheap(1).many is not Cheap(1).many


def test_what_is_missing_or_too_much_is_refused():
    for wrong in (Cheap, lambda: Cheap(1, 2, 3, 4), lambda: Cheap(1, other=2)):
        with pytest.raises(TypeError, match=r"Cheap\.__init__"):
            wrong()


def test_it_cannot_be_changed():
    one = Pair(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.left = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.left
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.new = 2
    assert not hasattr(one, "__dict__")


def test_equal_and_hashed_by_value_and_class():
    assert Pair(1, 2) == Pair(1, 2)
    assert Pair(1, 2) != Pair(2, 1)
    assert Pair(1, 2) != (1, 2)
    assert len({Pair(1, 2), Pair(1, 2), Pair(2, 1)}) == 2


def test_replaced_copied_and_pickled():
    one = Pair(1, 2)
    assert dataclasses.replace(one, right=3) == Pair(1, 3)
    assert copy.deepcopy(one) == one
    assert pickle.loads(pickle.dumps(one)) == one


def test_only_frozen_classes_with_slots():
    with pytest.raises(TypeError):
        dataclass(frozen=False, slots=True)


@dataclass(frozen=True, slots=True)
class Even:
    """What is checked when it is made."""

    number: int

    def __post_init__(self) -> None:
        if self.number % 2:
            raise ValueError("odd")


def test_what_is_to_be_checked_when_made_is_checked_each_time():
    assert Even(2) == Even(number=2)
    for _ in range(2):
        with pytest.raises(ValueError, match="odd"):
            Even(3)
    with pytest.raises(ValueError, match="odd"):
        dataclasses.replace(Even(2), number=5)
