"""A PostgreSQL of a test's own: Debian's programs as an ordinary user, on a free port of loopback."""

import os
import pathlib
import secrets
import shutil
import subprocess
import time

from harness.connector import free_port

START_SECONDS = 90


def programs():
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert found, "PostgreSQL is missing: apt-get install postgresql"
    return found[-1].parent


class Postgres:
    """One server with one database, `connector`, and its owner of that name."""

    def __init__(self, directory):
        directory.mkdir()
        self.directory, self.port, self.password = directory, free_port(), secrets.token_hex(16)
        given = directory / "password"
        given.write_text(self.password, encoding="ascii")
        # it refuses to run as root
        self._ordinary = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"] if os.geteuid() == 0 else []
        if self._ordinary:
            for parent in directory.parents:
                if parent.stat().st_uid == 0 and str(parent).startswith("/tmp/"):
                    parent.chmod(parent.stat().st_mode | 0o011)
            subprocess.run(["chown", "-R", "nobody", str(directory)], check=True)
        cluster = directory / "cluster"
        subprocess.run(
            [*self._ordinary, str(programs() / "initdb"), f"--pgdata={cluster}", "--username=connector", f"--pwfile={given}",
             "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"],
            check=True, capture_output=True, timeout=START_SECONDS, cwd=directory)
        self._log = open(directory.parent / f"{directory.name}.log", "wb")
        self._process = subprocess.Popen(
            [*self._ordinary, str(programs() / "postgres"), "-D", str(cluster), "-c", "listen_addresses=127.0.0.1",
             "-c", f"port={self.port}", "-c", "unix_socket_directories=", "-c", "fsync=off"],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log, cwd=directory)
        self._sql("select 1", "postgres", time.monotonic() + START_SECONDS)
        self._sql("create database connector", "postgres", 0)

    def _sql(self, statement, database, deadline):
        """One statement by psql; tried again until the deadline."""
        while True:
            done = subprocess.run(
                [str(programs() / "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "connector", "-d", database,
                 "-v", "ON_ERROR_STOP=1", "-At", "-c", statement],
                env={**os.environ, "PGPASSWORD": self.password}, capture_output=True, text=True, timeout=60, check=False)
            if done.returncode == 0:
                return done.stdout.strip()
            assert time.monotonic() < deadline, done.stderr
            time.sleep(0.2)

    def sql(self, statement):
        return self._sql(statement, "connector", 0)

    def name_in(self, home):
        """Writes the line that lets a connector of this home use it, as an administrator does."""
        conf = home / "conf"
        conf.mkdir(mode=0o700, parents=True)
        home.chmod(0o700)
        password = home / "database-password"
        password.touch(mode=0o600)
        password.write_text(self.password + "\n", encoding="ascii")
        (conf / "io.github.migrationconnector.store.cfg").write_text(
            f"url=jdbc:postgresql://127.0.0.1:{self.port}/connector?user=connector\npasswordFile={password}\n",
            encoding="utf-8")
        return conf

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        shutil.rmtree(self.directory, ignore_errors=True)
