# Upgrades of the system, by boot environments.
. "$sources/provision/paths.sh"

put_tree "$sources/freebsd/os" /usr/local/libexec/connector-os
put_file "$sources/freebsd/rc.d/connector_os_trial" /usr/local/etc/rc.d/connector_os_trial 0755
start_at_boot connector_os_trial
own_directory /var/db/connector-os 0:0 0755
