"""A connector daemon as a child process, driven by its own command line as a user would."""

import json
import os
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request

START_SECONDS = 120
STOP_SECONDS = 60
RUN_SECONDS = 300
ANSWER_SECONDS = 30


class CommandFailed(RuntimeError):
    """A `connector` command that ended with something else than 0; `code` and `text` say what."""

    def __init__(self, command, code, text):
        super().__init__(f"connector {' '.join(command)}: exit {code}: {text.strip()}")
        self.code, self.text = code, text


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _lives(process):
    """Whether any thread of it does: the first one may be a zombie while others, which end later, still hold its locks."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
            # proc(5): the state, and the number of threads
            return fields[0] != "Z" or int(fields[17]) > 1
    except OSError:
        return False


class Connector:
    """One home, and the daemon that serves it."""

    def __init__(self, distribution, home, environment=None):
        self.program = distribution / "bin" / "connector"
        self.home = home
        self.port = free_port()
        self.bind = "127.0.0.1"
        self._environment = {**os.environ, **(environment or {})}
        self._process = None
        self._output = None

    # --- the daemon

    def start(self, passphrase=None):
        """Starts the daemon; a boot passphrase is handed over by a descriptor, as docs/security.md has it."""
        options, descriptors = dict(self._environment), ()
        if passphrase is not None:
            reader, writer = os.pipe()
            os.write(writer, passphrase.encode() + b"\n")
            os.close(writer)
            descriptors = (reader,)
            given = f"-Dconnector.passphrasefile=/dev/fd/{reader}"
            options["CONNECTOR_JAVA_OPTIONS"] = f"{options.get('CONNECTOR_JAVA_OPTIONS', '')} {given}".strip()
        self.home.parent.mkdir(parents=True, exist_ok=True)
        self._output = open(self.home.parent / (self.home.name + "-output.log"), "ab")
        self._process = subprocess.Popen(
            [str(self.program), "run", "--home", str(self.home), "--https-port", str(self.port), "--bind", self.bind],
            stdin=subprocess.DEVNULL, stdout=self._output, stderr=subprocess.STDOUT, env=options,
            start_new_session=True, pass_fds=descriptors,
        )
        for descriptor in descriptors:
            os.close(descriptor)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None:
                raise RuntimeError(f"the daemon ended with {self._process.returncode}; see {self._output.name}")
            if time.monotonic() > deadline:
                raise RuntimeError(f"the daemon does not answer after {START_SECONDS} s; see {self._output.name}")
            time.sleep(0.1)
        return self

    def _answers(self):
        """Whether the API is there, and not only the web server below it."""
        try:
            self.get("status")
            return True
        except OSError:
            return False

    def get(self, path):
        """Reads from the JSON API, as the command line does, without a JVM for each question."""
        return self._call(urllib.request.Request(f"{self.url}api/v1/{path}"))

    def text(self, path):
        """Reads what is no JSON, from the root."""
        trust = ssl.create_default_context(cafile=self.home / "tls" / "certificate.pem")
        request = urllib.request.Request(f"{self.url}{path}")
        request.add_header("Authorization", "Bearer " + (self.home / "token").read_text().strip())
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS, context=trust) as answer:
            return answer.read().decode()

    def post(self, path, body):
        """Asks the JSON API for a change."""
        request = urllib.request.Request(f"{self.url}api/v1/{path}", data=json.dumps(body).encode(), method="POST")
        request.add_header("Content-Type", "application/json")
        return self._call(request)

    def refused(self, path, body):
        """What the JSON API answers to a change that it does not make."""
        try:
            self.post(path, body)
        except urllib.error.HTTPError as refusal:
            return json.load(refusal)
        raise AssertionError(f"{path} was taken")

    def _call(self, request):
        trust = ssl.create_default_context(cafile=self.home / "tls" / "certificate.pem")
        request.add_header("Authorization", "Bearer " + (self.home / "token").read_text().strip())
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS, context=trust) as answer:
            return json.load(answer)

    @property
    def pid(self):
        """Of the Java process, which the script waits for."""
        return int((self.home / "run" / "lock").read_text(encoding="ascii"))

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}/"

    def output(self):
        with open(self._output.name, encoding="utf-8", errors="replace") as text:
            return text.read()

    def kill(self):
        """kill -9, with all that it started."""
        # the program is a shell that waits for its Java, which holds the home's lock to its very end
        with open(f"/proc/{self._process.pid}/task/{self._process.pid}/children", encoding="ascii") as children:
            started = children.read().split()
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        deadline = time.monotonic() + STOP_SECONDS
        while any(_lives(process) for process in started):
            assert time.monotonic() < deadline, f"{started} outlive a kill -9"
            time.sleep(0.01)
        self._output.close()

    def stop(self):
        """SIGTERM; returns the exit code."""
        self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            raise
        self._output.close()
        return code

    def running(self):
        return self._process is not None and self._process.poll() is None

    # --- its command line

    def command(self, *arguments, progress=None):
        """Runs a command against this home; returns what it printed. Progress goes to `progress`, a stream, or nowhere."""
        done = subprocess.run(
            [str(self.program), *arguments, "--home", str(self.home)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if progress is None else progress, text=True, env=self._environment,
            timeout=RUN_SECONDS, check=False,
        )
        if done.returncode != 0:
            raise CommandFailed(arguments, done.returncode, (done.stderr or "") + done.stdout)
        return done.stdout

    def json(self, *arguments, progress=None):
        return json.loads(self.command(*arguments, "--json", progress=progress))

    def set_up(self, document):
        path = self.home.parent / "setup.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(document), encoding="utf-8")
        try:
            return self.json("setup", "--file", str(path))
        finally:
            path.unlink()

    def create_job(self, vm):
        return self.json("job", "create", vm)["id"]

    def start_run(self, job):
        """Asks for a run and returns its id at once."""
        return self.json("job", "run", job)["id"]

    def run(self, run_id):
        return self.get(f"runs/{run_id}")

    def await_run(self, run_id, seconds=RUN_SECONDS):
        """Waits until a run has ended; returns it."""
        deadline = time.monotonic() + seconds
        while True:
            run = self.run(run_id)
            if run["state"] not in ("PENDING", "ACTIVE"):
                return run
            if time.monotonic() > deadline:
                raise RuntimeError(f"{run_id} is still {run['state']} in {run['phase']} after {seconds} s")
            time.sleep(0.2)
