# A disk that was made larger is used whole at the next start.
. "$sources/provision/paths.sh"

put_file "$sources/debian/grow" /usr/local/libexec/connector-grow 0755
put_file "$sources/debian/systemd/connector-grow.service" /etc/systemd/system/connector-grow.service 0644
start_at_boot connector-grow
