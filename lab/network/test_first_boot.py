"""The appliance's first boot, on a machine with a hypervisor's tool or a CD of our own: what is given is in force, what is wrong is said."""

import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import xml.etree.ElementTree as tree
from xml.sax.saxutils import quoteattr

import pytest

from machines import PROGRAM, ROOT, until

PROGRAMS = ROOT / "appliance-image" / "first-boot"
STATE = "/var/db/connector-first-boot"
SEED = 14
SECRET = "s3cr3t-of-the-set-up"
GIVEN = {
    "hostname": "moved.lab.example", "ip0": "192.0.2.20", "netmask0": "255.255.255.0", "gateway": "192.0.2.1", "ipv6": "2001:db8:1::20/64",
    "dns": "192.0.2.1, 192.0.2.53", "suffixes": "lab.example example.com", "ntp": "ntp.lab.example", "proxy": "proxy.lab.example:3128",
    "proxy-exceptions": ".lab.example 10.0.0.0/8", "setup-json": json.dumps({"aws": {"secretAccessKey": SECRET, "note": "a \"b\" <c> & 'd' \u00e9"}}),
}


def environment(properties, quote=quoteattr):
    lines = "".join(f"<Property oe:key={quote(key)} oe:value={quote(value)}/>\n" for key, value in properties.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- as vSphere writes it -->\n'
        '<Environment xmlns="http://schemas.dmtf.org/ovf/environment/1" xmlns:oe="http://schemas.dmtf.org/ovf/environment/1" oe:id="">\n'
        f"<PlatformSection><Kind>VMware ESXi</Kind></PlatformSection>\n<PropertySection>\n{lines}</PropertySection>\n</Environment>\n"
    )


@pytest.fixture
def fresh(segment, appliance, tmp_path):
    """An appliance before its first boot."""
    local = tmp_path / "local"
    shutil.copytree(PROGRAM.parent, local / "libexec" / "connector-privileged")
    shutil.copytree(PROGRAMS, local / "libexec" / "connector-first-boot")
    (local / "bin").mkdir()
    appliance.run("mount", "--bind", local, "/usr/local")
    appliance.local = local
    return appliance


def given_by_hypervisor(machine, text):
    (machine.local / "environment").write_bytes(text if isinstance(text, bytes) else text.encode())
    tool = machine.local / "bin" / "vmtoolsd"
    tool.write_text('#!/bin/sh\n[ "$*" = "--cmd info-get guestinfo.ovfEnv" ] && exec cat /usr/local/environment\nexit 1\n')
    tool.chmod(0o755)


def given_on_disc(machine, tmp_path, text, kind):
    content = tmp_path / "disc"
    content.mkdir()
    (content / "ovf-env.xml").write_text(text, encoding="utf-8")
    subprocess.run(["genisoimage", "-quiet", *kind, "-o", str(tmp_path / "ovf.iso"), str(content)], check=True, timeout=60)
    machine.run("sh", "-c", "mkdir /run/dev; for each in null zero random urandom; do : >/run/dev/$each; mount --bind /dev/$each /run/dev/$each; done")
    shutil.copy(tmp_path / "ovf.iso", machine.file("/run/dev/sr0"))
    machine.run("mount", "--rbind", "/run/dev", "/dev")


def first_boot(machine):
    """As the machine's start does it; returns what stands on the console."""
    said = machine.run("/usr/local/libexec/connector-first-boot/first-boot").stdout
    machine.privileged("network", "boot")
    assert machine.file(f"{STATE}/done").exists() and not machine.file(f"{STATE}/work").exists()
    assert machine.file(f"{STATE}/report").read_text() == re.sub("(?m)^first boot: ", "", said)
    return said


def handed(machine, name):
    return machine.file(f"{STATE}/set-up/{name}")


def test_what_the_hypervisor_gives_is_in_force_once(segment, fresh):
    fresh.run("useradd", "--no-create-home", "connector")
    given_by_hypervisor(fresh, environment(GIVEN))
    said = first_boot(fresh)

    assert segment.reaches("192.0.2.20") and fresh.gateway() == "192.0.2.1" and fresh.run("hostname").stdout.strip() == "moved.lab.example"
    assert fresh.run("getent", "hosts", "moved").stdout.split()[1:] == ["moved.lab.example", "moved"]
    assert fresh.settings().splitlines() == [
        "ipv4 eth0 static 192.0.2.20/24 192.0.2.1", "ipv6 eth0 static 2001:db8:1::20/64", "hostname moved.lab.example", "nameserver 192.0.2.1",
        "nameserver 192.0.2.53", "search lab.example", "search example.com", "ntp ntp.lab.example",
    ]
    document = handed(fresh, "setup.json")
    assert json.loads(document.read_text(encoding="utf-8")) == {
        "proxy": {"host": "proxy.lab.example", "port": 3128, "exceptions": [".lab.example", "10.0.0.0/8"]}, **json.loads(GIVEN["setup-json"])}
    assert document.stat().st_mode & 0o777 == 0o600 and document.parent.stat().st_mode & 0o777 == 0o700
    owner = int(fresh.run("id", "-u", "connector").stdout)
    assert document.stat().st_uid == document.parent.stat().st_uid == owner
    assert SECRET not in said and not [
        each for each in fresh.folder.rglob("*") if each.is_file() and each != document and SECRET.encode() in each.read_bytes()]

    given_by_hypervisor(fresh, environment({"ip0": "192.0.2.30/24"}))
    assert fresh.run("/usr/local/libexec/connector-first-boot/first-boot").stdout == ""
    assert "192.0.2.20/24" in fresh.settings()


@pytest.mark.parametrize("kind", [["-R"], ["-J"]], ids=["rock-ridge", "joliet"])
def test_what_lies_on_a_disc_is_taken_likewise(segment, fresh, tmp_path, kind):
    given_on_disc(fresh, tmp_path, environment({"ip0": "192.0.2.20/24", "gateway": "192.0.2.1", "proxy": "http://proxy:3128/"}), kind)
    first_boot(fresh)
    assert segment.reaches("192.0.2.20") and fresh.gateway() == "192.0.2.1"
    assert handed(fresh, "proxy").read_text() == "proxy:3128\n\n" and not handed(fresh, "setup.json").exists()


def test_nothing_given_means_dhcp(segment, fresh):
    segment.serve_dhcp()
    assert "no properties were given" in first_boot(fresh)
    until("a lease", lambda: any(100 <= int(each.split("/")[0].rsplit(".", 1)[1]) <= 150 for each in fresh.addresses("eth0") if "." in each))


BAD = {
    "not XML": "hello", "empty element": "<Environment", "cut off": environment(GIVEN)[:600], "two roots": environment({}) * 2,
    "document type": environment(GIVEN).replace("<!-- as", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/shadow">]><!-- as'),
    "entity": environment({"ip0": "x"}).replace('"x"', '"&e;"'), "bare ampersand": environment({"ip0": "x"}).replace('"x"', '"a & b"'),
    "billion laughs": '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + environment({"hostname": "&b;"}, lambda text: f'"{text}"'),
    "zero reference": environment({"ip0": "x"}).replace('"x"', '"&#0;"'), "surrogate": environment({"ip0": "x"}).replace('"x"', '"&#xd800;"'),
    "huge": environment({"setup-json": "{" + "x" * 300_000 + "}"}), "deep": "<Environment>" + "<a>" * 100_000, "zero byte": b"<Environment>\0</Environment>",
    "other root": "<Envelope/>", "twice": environment({"ip0": "192.0.2.20/24"}).replace("</PropertySection>", '<Property oe:key="ip0" oe:value="x"/></PropertySection>'),
    "no quotes": environment({"ip0": "x"}).replace('"x"', "x"), "control": environment({"ip0": "x"}).replace('"x"', '"\x1b[2J"'),
    "many attributes": "<Environment " + " ".join(f'a{i}="1"' for i in range(100)) + "/>", "binary": bytes(range(1, 256)) * 64,
}


@pytest.mark.parametrize("what", BAD)
def test_bad_xml_is_named_and_the_machine_boots_with_dhcp(segment, fresh, what):
    given_by_hypervisor(fresh, BAD[what])
    said = first_boot(fresh)
    assert len(said.splitlines()) == 2 and "can't be read" in said and said.isprintable() is False and "\x1b" not in said
    assert fresh.settings().splitlines() == ["ipv4 eth0 dhcp", "ipv6 eth0 auto"] and not handed(fresh, "").exists()


WRONG = {
    "gateway elsewhere": ({"gateway": "198.51.100.1"}, "DHCP is used instead"), "no address": ({"ip0": "192.0.2"}, "is not an IPv4 address"),
    "no netmask": ({"netmask0": ""}, "the netmask is missing"), "holes in the netmask": ({"netmask0": "255.0.255.0"}, "is not a netmask"),
    "the network itself": ({"ip0": "192.0.2.0"}, "the network itself"), "broadcast": ({"ip0": "192.0.2.255"}, "broadcast"),
    "own gateway": ({"gateway": "192.0.2.20"}, "own address"), "two prefixes": ({"ip0": "192.0.2.20/24"}, "leave netmask0 empty"),
    "shell": ({"ip0": "$(touch${IFS}executed)"}, "is not an IPv4 address"), "prefix too long": ({"netmask0": "/33"}, "is not a netmask"),
    "no prefix": ({"netmask0": "0"}, "is not a netmask"), "loopback": ({"ip0": "127.0.0.5"}, "DHCP is used instead"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_address_is_named_and_dhcp_is_used(segment, fresh, what):
    change, reason = WRONG[what]
    given_by_hypervisor(fresh, environment({**GIVEN, **change, "ipv6": "", "setup-json": ""}))
    assert reason in first_boot(fresh)
    assert fresh.settings().splitlines()[:3] == ["ipv4 eth0 dhcp", "ipv6 eth0 auto", "hostname moved.lab.example"], "the rest is kept"
    assert not list(fresh.folder.rglob("executed"))


RIGHT = {
    "short prefix": ({"ip0": "192.0.2.20/8", "netmask0": ""}, "192.0.2.20/8 192.0.2.1"),
    "prefix in the netmask": ({"netmask0": "/9"}, "192.0.2.20/9 192.0.2.1"), "wide netmask": ({"netmask0": "255.0.0.0"}, "192.0.2.20/8 192.0.2.1"),
    "prefix of two digits": ({"netmask0": "24"}, "192.0.2.20/24 192.0.2.1"),
}


@pytest.mark.parametrize("what", RIGHT)
def test_a_netmask_is_taken_however_it_is_written(fresh, what):
    change, wanted = RIGHT[what]
    given_by_hypervisor(fresh, environment({**GIVEN, **change, "ipv6": "", "setup-json": ""}))
    first_boot(fresh)
    assert fresh.settings().splitlines()[0] == f"ipv4 eth0 static {wanted}"


def test_what_is_wrong_beside_the_address_is_left_out_alone(segment, fresh):
    given_by_hypervisor(fresh, environment({
        **GIVEN, "hostname": "-bad", "dns": "192.0.2.1 dns.example", "ntp": "`id`", "ipv6": "fe80::1", "proxy": "proxy", "setup-json": "no object",
        "suffixes": "a.example b.example c.example d.example e.example f.example g.example"}))
    said = first_boot(fresh)
    for named in ("hostname is left out", "dns is left out", "ntp is left out", "ipv6 is left out", "proxy is left out", "setup-json is no JSON",
                  "suffixes has more than 6"):
        assert named in said
    assert segment.reaches("192.0.2.20") and not handed(fresh, "").exists()
    assert fresh.settings().splitlines() == ["ipv4 eth0 static 192.0.2.20/24 192.0.2.1", "nameserver 192.0.2.1", *(f"search {each}.example" for each in "abcdef")]


def parsed(awk, text):
    """What our reader makes of it: properties, or None when it refuses."""
    done = subprocess.run(
        [awk, "-v", f"known={' '.join(GIVEN)}", "-f", PROGRAMS / "ovf-environment.awk"], input=text, capture_output=True, timeout=60,
        env={"LC_ALL": "C", "PATH": os.environ["PATH"]})
    assert done.returncode in (0, 1) and (done.returncode == 0 or done.stderr.strip()), done
    return dict(line.split(" ", 1) for line in done.stdout.decode("utf-8", "surrogateescape").splitlines()) if done.returncode == 0 else None


def by_expat(text):
    """The same by another reader, which minds names' spaces: ours goes by what stands behind the colon."""
    try:
        root = tree.fromstring(text)
    except tree.ParseError:
        return None
    found = {}
    for each in root.findall("{*}PropertySection/{*}Property"):
        own = {name.rpartition("}")[2]: value for name, value in each.attrib.items()}
        found[own.get("key")] = own.get("value")
    return {key: value for key, value in found.items() if key in GIVEN and value}


def mutated(dice, text):
    """A copy with a few bytes changed, moved or gone."""
    text = bytearray(text)
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(text))
        match dice.randrange(3):
            case 0:
                text[at] = dice.choice(b"<>&\"'/=;#x! \n\t:aZ09\x80")
            case 1:
                del text[at:at + dice.randint(1, 40)]
            case 2:
                begin = dice.randrange(len(text))
                text[at:at] = text[begin:begin + dice.randint(1, 60)]
    return bytes(text)


@pytest.mark.parametrize("awk", ["mawk", "original-awk"])
def test_whatever_it_takes_another_reader_takes_alike(awk, kills):
    """mawk is Debian's; the original one is FreeBSD's."""
    if shutil.which(awk) is None:
        pytest.fail(f"{awk} is missing; install it with: apt-get install {awk}")
    whole = environment(GIVEN).replace("\u00e9", "&#233;").encode()
    assert parsed(awk, whole) == {**GIVEN, "setup-json": GIVEN["setup-json"]} == by_expat(whole)
    dice, taken = random.Random(SEED), 0
    for _ in range(5000 if kills == "long" else 150):
        text = mutated(dice, whole)
        ours, other = parsed(awk, text), by_expat(text)
        if ours is not None and other is not None:
            taken += 1
            assert ours == other, text
    assert taken > 5, "most were no environments any more: nothing was compared"


def test_a_reader_that_takes_entities_is_found_out(tmp_path):
    planted = tmp_path / "planted.awk"
    planted.write_text((PROGRAMS / "ovf-environment.awk").read_text().replace('else refuse("it names an entity', 'else if (0) refuse("it names an entity'))
    done = subprocess.run(["mawk", "-v", "known=ip0", "-f", planted], input=BAD["entity"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, "the planted reader takes what the real one must refuse"
    assert parsed("mawk", BAD["entity"].encode()) is None


CONNECTOR = """#!/bin/sh
echo "$*" >>/run/calls
cat "$3" >>/run/taken 2>/dev/null || :
n=$(wc -l </run/calls)
if [ -e "/run/answer$n" ]; then cat "/run/answer$n" >&2; exit 1; fi
echo changed: aws
"""


@pytest.fixture
def handing(fresh):
    """A connector of our own that refuses by the files /run/answerN, and what was handed over."""
    place = fresh.local / "libexec" / "server-migration-connector" / "bin"
    place.mkdir(parents=True)
    (place / "connector").write_text(CONNECTOR)
    (place / "connector").chmod(0o755)
    handed(fresh, "").mkdir(parents=True)
    handed(fresh, "setup.json").write_text('{"secret": "%s"}\n' % SECRET)
    return fresh


def test_the_set_up_waits_for_the_other_side_and_leaves_no_secret(handing):
    handing.file("/run/answer1").write_text("connector: no daemon runs at the home /var/db/x\nconnector: to mend it: start it\n")
    handing.file("/run/answer2").write_text("connector: $.vcenter.host: VCENTER_UNREACHABLE: nobody\nconnector: note: a\nconnector: to mend it: b\n")
    handed(handing, "proxy").write_text("proxy:3128\n.lan 10.0.0.0/8\n")
    said = handing.run("/usr/local/libexec/connector-first-boot/set-up", 5, 0).stdout
    assert said == "set-up: done: changed: aws\n" * 2
    calls = handing.file("/run/calls").read_text().splitlines()
    assert len(calls) == 4 and calls[3] == "network proxy proxy:3128 --except .lan --except 10.0.0.0/8 --home /var/db/server-migration-connector"
    assert SECRET in handing.file("/run/taken").read_text()
    assert sorted(each.name for each in handed(handing, "").iterdir()) == ["report"]


@pytest.mark.parametrize("answer, tried", [("VCENTER_LOGIN_REFUSED: no", 1), ("VCENTER_UNREACHABLE: nobody", 3)])
def test_what_is_refused_is_asked_once_and_named(handing, answer, tried):
    """A password that is wrong is not sent again: accounts lock."""
    for number in range(1, 9):
        handing.file(f"/run/answer{number}").write_text(f"connector: $.vcenter: {answer}\nconnector: to mend it: x\n")
    said = handing.run("/usr/local/libexec/connector-first-boot/set-up", 3, 0).stdout
    assert answer in said and len(handing.file("/run/calls").read_text().splitlines()) == tried
    assert sorted(each.name for each in handed(handing, "").iterdir()) == ["report"]


def test_shellcheck_finds_nothing():
    scripts = [str(PROGRAMS / "first-boot"), str(PROGRAMS / "set-up"), *map(str, sorted((PROGRAMS / "rc.d").iterdir()))]
    done = subprocess.run(["shellcheck", "-x", "-s", "sh", *scripts], capture_output=True, text=True, timeout=60)
    assert done.stdout == "" and done.returncode == 0


def test_the_start_scripts_of_freebsd_run_them(fresh):
    stubs = pathlib.Path(__file__).parent / "freebsd"
    fresh.file("/etc/rc.subr").write_text((stubs / "rc.subr").read_text())
    tool = fresh.local / "bin" / "daemon"
    tool.write_text('#!/bin/sh\necho "daemon $*" >>/run/called\n')
    tool.chmod(0o755)
    given_by_hypervisor(fresh, environment({"ip0": "192.0.2.20/24"}))
    first, second = (PROGRAMS / "rc.d" / name for name in ("connector_first_boot", "connector_set_up"))
    assert "KEYWORD: firstboot" in first.read_text() and "firstboot" not in second.read_text()
    fresh.run("sh", first, "start")
    assert not fresh.file(f"{STATE}/done").exists(), "not unless it is enabled"
    fresh.file("/etc/rc.conf").write_text("connector_first_boot_enable=YES\nconnector_set_up_enable=YES\n")
    assert "192.0.2.20/24" in fresh.run("sh", first, "start").stdout
    fresh.run("sh", second, "start")
    assert not fresh.file("/run/called").exists(), "nothing is handed over"
    handed(fresh, "").mkdir()
    handed(fresh, "setup.json").write_text("{}")
    fresh.run("sh", second, "start")
    assert "connector-first-boot/set-up" in fresh.file("/run/called").read_text()
