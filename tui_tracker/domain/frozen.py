"""`dataclass(frozen=True, slots=True)` as in the standard library, but cheap to define.

The standard one writes and compiles six methods for every class: 0.6 ms each time the program starts, for some forty
classes that the first screen waits for. Here the methods are shared, and a class gets its own `__init__` when the
first record of it is made. `__post_init__` is called as there; `fields`, `replace` and `asdict` of the standard library
work on these records.
"""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    T = TypeVar("T")

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type[T]], type[T]]:
        """The decorator; only frozen classes with slots can be made with it."""
        if not (frozen and slots):
            raise TypeError("use dataclasses.dataclass for a class that is not frozen or has no slots")
        return _frozen


def _frozen(plain: type[Any]) -> type[Any]:
    cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(plain)
    shared: dict[str, Any] = {
        "__init__": _first_init,
        "__repr__": _repr,
        "__eq__": _eq,
        "__hash__": _hash,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__getstate__": _values,
        "__setstate__": _set_values,
    }
    for name, method in shared.items():
        if name not in plain.__dict__:
            setattr(cls, name, method)
    return cls


def _first_init(self: Any, *args: Any, **kwargs: Any) -> None:
    cls = type(self)
    cls.__init__ = _compiled_init(cls)
    cls.__init__(self, *args, **kwargs)


def _compiled_init(cls: type[Any]) -> Any:
    """An `__init__` that takes the fields in order, with their defaults."""
    names: dict[str, Any] = {}
    parameters, lines = ["self"], []
    for field in dataclasses.fields(cls):
        value = field.name
        if field.default is not dataclasses.MISSING:
            names[f"_default_{field.name}"] = field.default
            parameters.append(f"{field.name}=_default_{field.name}")
        elif field.default_factory is not dataclasses.MISSING:
            names[f"_make_{field.name}"] = field.default_factory
            names["_MISSING"] = dataclasses.MISSING
            parameters.append(f"{field.name}=_MISSING")
            value = f"_make_{field.name}() if {field.name} is _MISSING else {field.name}"
        else:
            parameters.append(field.name)
        names[f"_set_{field.name}"] = cls.__dict__[field.name].__set__  # the slot itself, past __setattr__
        lines.append(f" _set_{field.name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}):\n" + ("\n".join(lines) or " pass")
    exec(source, names)  # noqa: S102 - made of the names of fields alone
    init = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in self.__match_args__)


def _set_values(self: Any, values: tuple[Any, ...]) -> None:
    for name, value in zip(self.__match_args__, values, strict=True):
        object.__setattr__(self, name, value)


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({shown})"


def _eq(self: Any, other: object) -> Any:
    return _values(self) == _values(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _refuse_to_set(_self: Any, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


__all__ = ["dataclass"]
