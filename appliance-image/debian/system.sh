# How the Debian stand-in does what every system does in its own way. Sourced by ../provision/paths.sh.
# shellcheck shell=sh

# add_user NAME UID HOME SHELL: without a password, so that nobody can log in with one
add_user() {
    getent group "$1" >/dev/null || groupadd --gid "$2" "$1"
    getent passwd "$1" >/dev/null ||
        useradd --uid "$2" --gid "$1" --home-dir "$3" --no-create-home --shell "$4" --password '!' "$1"
}

# start_at_boot SERVICE...
start_at_boot() {
    systemctl --quiet enable "$@"
}

clean_up_system() {
    # the journal would write the build's on at its end
    journalctl --quiet --relinquish-var
    # the way in that the build had, and its network
    rm -f /etc/systemd/network/build.network
    systemctl --quiet disable systemd-networkd systemd-networkd.socket 2>/dev/null || :
    # it writes a seed as it stops: the build's own end has nothing left to stop
    systemctl --quiet stop systemd-random-seed
    rm -f /etc/resolv.conf /var/lib/systemd/random-seed /var/lib/systemd/credential.secret
    rm -rf /var/cache/apt/* /var/lib/apt/lists/* /var/log/journal/* /var/cache/debconf/*-old /var/lib/dpkg/*-old
    rm -f /var/lib/systemd/timesync/clock /etc/.pwd.lock /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow-
    # an empty one is filled at the first start, so that no two appliances are the same machine
    : >/etc/machine-id
    rm -f /var/lib/dbus/machine-id
}

# trim: freed blocks become holes of the image
trim() {
    sync
    fstrim -a
}
