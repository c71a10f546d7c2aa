"""Somebody at a terminal of the console's menu: what is typed, and what stands there."""

import re
import time

ENTER = "\r"
SECONDS = 90


class Person:
    """Types, and reads what stands there; who inherits says how characters come and go, by `receive` and `type`."""

    seconds = SECONDS

    def __init__(self):
        self.seen = ""

    def receive(self, seconds):
        """What came within that time; empty when nothing did, or the line is gone."""
        raise NotImplementedError

    def type(self, text):
        raise NotImplementedError

    def expect(self, text, seconds=None):
        """Waits for a text behind what was expected before; returns what came until then."""
        end = time.monotonic() + (seconds or self.seconds)
        while text not in self.seen:
            came = self.receive(max(0, end - time.monotonic()))
            if not came:
                raise AssertionError(f"{text!r} did not appear within {seconds or self.seconds} s; there is:\n{self.seen}")
            self.seen += came.replace("\r\n", "\n")
        before, self.seen = self.seen.split(text, 1)
        return before

    def line(self, text=""):
        self.type(text + ENTER)

    def answer(self, question, text=""):
        self.expect(question)
        self.line(text)

    def menu(self):
        """The main menu; returns the screen."""
        return self.expect("Your choice: ").rsplit("\x1b[2J", 1)[-1]

    def choose(self, title):
        """Takes an item by its words, and answers its number."""
        screen = self.menu()
        number = re.search(rf"(\d+)  {re.escape(title)}", screen)
        assert number, screen
        self.line(number.group(1))
        self.expect("\n---")

    def back(self):
        self.answer("Press Enter to go on: ")
