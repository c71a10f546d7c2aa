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
    # what the installer fetched, and the name servers of the build's network
    rm -rf /usr/freebsd-dist
    rm -f /etc/resolv.conf
    # the build's own end would write seeds again
    put_file "$sources/freebsd/rc.d/connector_build_end" /usr/local/etc/rc.d/connector_build_end 0755
}

# trim: freed blocks become holes of the image
trim() {
    sync
    pool=$(zfs list -H -o name / | cut -d / -f 1)
    zpool trim -w "$pool" 2>/dev/null || fill_with_zeros "$pool"
}

# fill_with_zeros POOL: where no device trims. Uncompressed, since compression would write no block at all. A pool that is full to
# the last block can be slow to give any back.
fill_with_zeros() {
    zfs create -o compression=off -o mountpoint=/zeros "$1/zeros"
    left=$(($(zfs list -H -p -o available "$1/zeros") / 1048576 - 256))
    [ "$left" -le 0 ] || dd if=/dev/zero of=/zeros/zeros bs=1m count="$left" status=none || :
    sync
    zfs destroy "$1/zeros"
    rmdir /zeros 2>/dev/null || :
}
