"""What looks at the booted machine finds what is planted, without a machine."""

import socket
import subprocess
import threading
import time

import machine
import pytest
from people import AtTheConsole, banner, listening, owners_of_java, until

SCREEN = "\x1b[2JServer Migration Connector\n 1  Network   2  Reboot\n"


class Line:
    """A serial line whose other end is the test's."""

    def __init__(self, folder):
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(folder / "tty"))
            server.listen()
            self.line = machine.SerialLine(folder / "tty", folder / "log")
            self.far, _ = server.accept()


@pytest.fixture
def line(tmp_path):
    made = Line(tmp_path)
    yield made
    made.line.close()
    made.far.close()


def test_what_the_console_says_is_kept_also_when_nobody_asks(line, tmp_path):
    text = b"a boot's many letters " * 5000
    for letter in range(0, len(text), 10):
        line.far.sendall(text[letter:letter + 10])
    until("all is kept", lambda: (tmp_path / "log").read_bytes() == text, 60)


def test_a_port_too_many_is_found():
    shown = (
        "udp   UNCONN 0      0            0.0.0.0:68        0.0.0.0:*\ntcp   LISTEN 0      50                 *:443             *:*\n"
    )
    assert listening(shown) == {("tcp", "443")}
    assert listening(shown + "udp UNCONN 0 0 [::]:5353 [::]:*\ntcp LISTEN 0 1 127.0.0.1:8080 0.0.0.0:*\n") == {("tcp", "443"), ("udp", "5353"), ("tcp", "8080")}


def test_a_daemon_of_roots_is_found():
    assert owners_of_java("root                 init\nconnector            java\nroot                 java\nroot   javac\n") == {"connector", "root"}


def test_a_line_that_comes_in_two_halves_is_one(line):
    person = AtTheConsole(line)
    person.seconds = 20

    def in_halves():
        line.far.sendall(b"begin\r")
        while "begin" not in person.seen:
            time.sleep(0.01)
        line.far.sendall(b"\n")
    threading.Thread(target=in_halves, daemon=True).start()
    person.expect("begin\n")


def test_the_menu_is_reached_from_wherever_it_stands(line, tmp_path):
    person = AtTheConsole(line)
    person.seconds = 20
    line.far.sendall(f"of before\n{SCREEN}Your choice: ".encode())
    until("what stood there before has come", lambda: (tmp_path / "log").read_bytes().endswith(b"choice: "), 60)

    def locked_then_open():
        assert line.far.recv(1) == b"\r"
        line.far.sendall(f"{SCREEN}Press Enter for the menu: ".encode())
        assert line.far.recv(1) == b"\r"
        line.far.sendall(f"{SCREEN}of now\nYour choice: ".encode())
    threading.Thread(target=locked_then_open, daemon=True).start()
    person.wake()
    assert "of now" in person.menu()


def test_a_console_without_a_menu_is_told_with_what_it_says(line):
    person = AtTheConsole(line)
    person.seconds = 1

    def panic():
        line.far.recv(1)
        line.far.sendall(b"Kernel panic")
    threading.Thread(target=panic, daemon=True).start()
    with pytest.raises(AssertionError, match="Kernel panic"):
        person.wake()


def test_what_never_comes_is_told_with_the_last_answer():
    with pytest.raises(AssertionError, match="not within 0.1 s: the moon; last: None"):
        until("the moon", lambda: None, 0.1)


def test_who_lets_in_is_told_from_who_does_not():
    def answering(says):
        server = socket.create_server(("127.0.0.1", 0))

        def serve():
            with server, server.accept()[0] as taken:
                taken.sendall(says)
        threading.Thread(target=serve, daemon=True).start()
        return server.getsockname()[1]

    assert banner(answering(b"SSH-2.0-planted\r\n")).startswith(b"SSH-2.0-")
    assert banner(answering(b"")) == b""


def test_what_is_laid_into_a_disk_lies_there_with_its_owner(tmp_path):
    disk = tmp_path / "disk"
    with disk.open("wb") as out:
        out.truncate(64 << 20)
    subprocess.run(["sfdisk", "--quiet", disk], input="label: gpt\nstart=1MiB, size=62MiB, type=linux, name=connector-data\n", text=True, check=True, timeout=60)
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", "-E", f"offset={1 << 20}", disk, "62M"], check=True, timeout=60)
    given = tmp_path / "given"
    given.write_text("laid")
    machine.plant(disk, "connector-data", {"laid.txt": (given, 0o600)}, owner=771)
    tree, modes = machine.tree_of(disk, "connector-data", tmp_path)
    assert (tree / "laid.txt").read_text() == "laid" and (tree / "laid.txt").stat().st_uid == 771 and modes["laid.txt"] & 0o777 == 0o600
    with pytest.raises(AssertionError, match="nothing could be laid into"):
        machine.plant(disk, "connector-data", {"absent/laid.txt": (given, 0o600)}, owner=771)
