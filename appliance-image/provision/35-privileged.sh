# The one program that runs as root for the daemon and the menu.
. "$sources/provision/paths.sh"

put_tree "$sources/privileged" "$privileged"
chmod 0755 "$privileged/connector-privileged"
