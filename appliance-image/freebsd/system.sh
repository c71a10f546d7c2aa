# How FreeBSD does what every system does in its own way. Sourced by ../provision/paths.sh.
# shellcheck shell=sh

# add_user NAME UID HOME SHELL: without a password, so that nobody can log in with one
add_user() {
    pw groupshow "$1" >/dev/null 2>&1 || pw groupadd "$1" -g "$2"
    pw usershow "$1" >/dev/null 2>&1 ||
        pw useradd "$1" -u "$2" -g "$1" -d "$3" -s "$4" -w no -c "Server Migration Connector"
}

# start_at_boot SERVICE...
start_at_boot() {
    for service in "$@"; do
        sysrc -q "$(echo "$service" | tr - _)_enable=YES"
    done
}

clean_up_system() {
    pkg clean -ay
    rm -rf /var/db/pkg/repos /var/db/freebsd-update/* /var/cache/pkg/*
    rm -f /etc/hostid /etc/machine-id /var/db/entropy-file /boot/entropy /entropy /var/db/services.db.old
    rm -rf /var/db/entropy/* /var/cache/nuageinit
    sysrc -q -x nuageinit_enable 2>/dev/null || :
}

# trim: freed blocks become holes of the image
trim() {
    sync
    zpool trim -w zroot 2>/dev/null || zpool trim zroot
}
