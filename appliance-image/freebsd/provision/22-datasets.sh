# Outside of ROOT lies what an upgrade of the system must not replace: settings, state, logs. Whatever the system came from, the
# installer or its project's image, what is missing is made here. exec stays on for the state: the JVM loads native libraries
# that it unpacks there.
. "$sources/provision/paths.sh"

pool=$(zfs list -H -o name / | cut -d / -f 1)

dataset() { # NAME PROPERTY=VALUE...
    zfs list -H -o name "$pool/$1" >/dev/null 2>&1 && return 0
    name=$1
    shift
    for property in "$@"; do
        set -- "$@" -o "$property"
        shift
    done
    zfs create "$@" "$pool/$name"
}

dataset usr mountpoint=/usr canmount=off
dataset usr/local canmount=off
dataset usr/local/etc canmount=off
dataset usr/local/etc/server-migration-connector exec=off setuid=off
dataset var mountpoint=/var canmount=off
dataset var/log exec=off setuid=off
dataset var/db canmount=off
dataset var/db/server-migration-connector exec=on setuid=off
for place in connector-first-boot connector-menu connector-menu-files connector-privileged connector-os; do
    dataset "var/db/$place" exec=off setuid=off
done
