"""The errors that a person is meant to read."""


class Refused(Exception):
    """Something asked for cannot be done; the message is one sentence that says what to do instead.

    `field` names the input that is wrong, where there is one, so that a form can show it there.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotNow(Refused):
    """What was asked for could not be done just now, through no fault of it: a disk, a file or a server refused."""


class Questioned(Refused):
    """What was asked for is likely a slip, but may be meant: it is carried out where the person insists."""

    AGAIN = "save once more"
    """How a form is told that it is meant; the sentence of every question ends so, and a shell names its own way."""
