"""`./connector appliance build --settings DIR`: what whoever builds the image gives to each of its appliances."""

import os
import pathlib
import subprocess
import tarfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
APPLIANCE = ROOT / "appliance-image"


def checked(folder):
    """Whether the build takes the folder, and what it says."""
    script = f"set -euo pipefail\nroot={ROOT} lab_home=/nowhere version=1\n. {ROOT}/lab/dev/prerequisites.sh\n. {APPLIANCE}/command.sh\ngiven=$1\ncheck_settings"
    return subprocess.run(["bash", "-c", script, "check", folder], capture_output=True, text=True, timeout=60)


def given(folder, **files):
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def test_the_publishers_root_a_channel_and_an_authority_are_taken(tmp_path):
    folder = given(tmp_path / "settings", **{
        "upgrade-root.json": "{}", "connector.upgrade.cfg": 'channel="https://releases.example/"\n', "aws-ca.pem": "-----BEGIN CERTIFICATE-----\n",
    })
    done = checked(folder)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("name", "text", "said"), [
    ("server.pem", "-----BEGIN PRIVATE KEY-----\n", "holds a secret"),
    ("server.pem", "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n-----BEGIN EC PRIVATE KEY-----\n", "holds a secret"),
    ("connector.notifications.cfg", 'smtpPassword = "x"\n', "holds a secret"),
    ("connector.notifications.cfg", "secret=x\n", "holds a secret"),
    ("connector.notifications.cfg", "key1.secret=x\n", "holds a secret"),
    ("any.json", '{"user": "a", "password": "x"}', "holds a secret"),
    ("connector.store.cfg", 'url="jdbc:postgresql://db/connector?user=a&password=x"\n', "holds a secret"),
    ("any.cfg", "aws_secret_access_key=x\n", "holds a secret"),
    ("any.cfg", "passphrase=x\n", "holds a secret"),
    ("any.cfg", "proxyPASSWORD=x\n", "holds a secret"),
    ("any.cfg", 'url="https://hooks.example/?token=x"\n', "holds a secret"),
    ("root.json.bak", "{}", "none of .cfg, .json and .pem"),
    (".hidden.cfg", "a=1\n", "a name that no setting has"),
    ("a b.cfg", "a=1\n", "a name that no setting has"),
    ("io.github.migrationconnector.access.cfg", "a=1\n", "the image's own"),
    ("io.github.migrationconnector.networking.internal.HelpedNetworking.cfg", "a=1\n", "the image's own"),
    ("large.json", "0" * ((1 << 20) + 1), "larger than 1 MiB"),
])
def test_what_is_secret_or_no_setting_is_refused(tmp_path, name, text, said):
    done = checked(given(tmp_path / "settings", **{name: text}))
    assert done.returncode == 1 and said in done.stderr and name in done.stderr


def test_folders_links_and_nothing_are_refused(tmp_path):
    folder = given(tmp_path / "settings")
    done = checked(folder)
    assert done.returncode == 1 and "there is nothing in" in done.stderr
    (folder / "inner.cfg").mkdir()
    assert "no ordinary file" in checked(folder).stderr
    (folder / "inner.cfg").rmdir()
    os.symlink("/etc/shadow", folder / "linked.cfg")
    assert "no ordinary file" in checked(folder).stderr
    done = checked(tmp_path / "absent")
    assert done.returncode == 2 and "is no folder" in done.stderr


def test_they_go_into_the_payload(tmp_path):
    folder = given(tmp_path / "settings", **{"upgrade-root.json": "the root"})
    (tmp_path / "made/connector").mkdir(parents=True)
    script = f"""set -euo pipefail
root={ROOT} lab_home={tmp_path} version=1 work={tmp_path} given={folder} distribution={tmp_path}/made/connector
. {ROOT}/lab/dev/prerequisites.sh
. {APPLIANCE}/command.sh
make_payload"""
    subprocess.run(["bash", "-c", script], check=True, timeout=60)
    with tarfile.open(tmp_path / "payload.tar") as payload:
        assert payload.extractfile("settings/upgrade-root.json").read() == b"the root"


def test_they_lie_where_a_home_is_given_its_settings_from(tmp_path):
    sources, program = tmp_path / "appliance-image", tmp_path / "program"
    (sources / "provision").mkdir(parents=True)
    (program / "conf").mkdir(parents=True)
    paths = (APPLIANCE / "provision/paths.sh").read_text().replace("/usr/local/libexec/server-migration-connector", str(program))
    (sources / "provision/paths.sh").write_text(paths)
    (sources / "debian").mkdir()
    (sources / "debian/system.sh").write_text("")
    folder = given(tmp_path / "settings", **{"upgrade-root.json": "the root"})
    subprocess.run(
        ["sh", "-eu", APPLIANCE / "provision/37-settings.sh"], check=True, timeout=60,
        env={**os.environ, "os": "debian", "sources": str(sources), "given_settings": str(folder)},
    )
    laid = program / "conf/upgrade-root.json"
    assert laid.read_text() == "the root" and laid.stat().st_mode & 0o777 == 0o644
    assert len(list((program / "conf").iterdir())) == 3
