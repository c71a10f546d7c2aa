# A disk that was made larger is used whole at the next start, the first one too. growfs(7) would add swap as well.
. "$sources/provision/paths.sh"

put_file "$sources/freebsd/grow" /usr/local/libexec/connector-grow 0755
put_file "$sources/freebsd/rc.d/connector_grow" /usr/local/etc/rc.d/connector_grow 0755
start_at_boot connector-grow
sysrc -q growfs_enable=NO
