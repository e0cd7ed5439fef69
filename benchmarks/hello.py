"""The yardstick: the smallest Textual program that shows something."""

from textual.app import App, ComposeResult
from textual.widgets import Label


class Hello(App[None]):
    """Says hello."""

    BINDINGS = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """One label."""
        yield Label("Hello, world")


if __name__ == "__main__":
    Hello().run()
