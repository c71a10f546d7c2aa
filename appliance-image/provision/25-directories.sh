# Settings, state and logs: the daemon's alone, and outside of what an upgrade of the system replaces.
. "$sources/provision/paths.sh"

own_directory "$settings" connector:connector 0700
own_directory "$home" connector:connector 0700
own_directory "$logs" connector:connector 0700
# the menu reads here what the daemon writes for it
own_directory /var/db/connector-menu connector:connector-menu 2750
# where the menu lays a log bundle
own_directory /var/db/connector-menu-files connector-menu:connector-menu 0700
own_directory /var/db/connector-privileged 0:0 0755

# the daemon knows its home alone
ln -sfn "$settings" "$home/conf"
ln -sfn "$logs" "$home/log"
