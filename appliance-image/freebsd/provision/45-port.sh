# Port 443 for the connector's user alone (mac_portacl(4)): no second listener, no redirection.
. "$sources/provision/paths.sh"

[ "$(id -u connector)" = 771 ] || { echo "the rule of sysctl.conf names user 771" >&2 && exit 1; }
sysrc -q -f /boot/loader.conf mac_portacl_load=YES
put_file "$sources/freebsd/sysctl.conf" /etc/sysctl.conf 0644
