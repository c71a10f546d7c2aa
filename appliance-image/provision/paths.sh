# Where everything of the appliance lies, and what the steps do in the same way. Sourced by each step.
# shellcheck shell=sh disable=SC2034,SC2154

program=/usr/local/libexec/server-migration-connector
settings=/usr/local/etc/server-migration-connector
home=/var/db/server-migration-connector
logs=/var/log/server-migration-connector
privileged=/usr/local/libexec/connector-privileged
menu=/usr/local/libexec/connector-menu
first_boot=/usr/local/libexec/connector-first-boot

# put_tree FROM TO: a folder of the checkout, owned by root; what may run says git's mode
put_tree() {
    mkdir -p "$2"
    (cd "$1" && tar cf - .) | (cd "$2" && tar xof -)
    chown -R 0:0 "$2"
    chmod -R u=rwX,go=rX "$2"
}

# put_file FROM TO MODE
put_file() {
    mkdir -p "${2%/*}"
    cp "$1" "$2"
    chown 0:0 "$2"
    chmod "$3" "$2"
}

# own_directory PATH OWNER:GROUP MODE
own_directory() {
    mkdir -p "$1"
    chown "$2" "$1"
    chmod "$3" "$1"
}

. "$sources/$os/system.sh"
