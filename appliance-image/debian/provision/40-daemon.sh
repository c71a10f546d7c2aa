# The daemon. What the network is says the first boot (76-first-boot.sh).
. "$sources/provision/paths.sh"

put_file "$sources/debian/systemd/server-migration-connector.service" /etc/systemd/system/server-migration-connector.service 0644
start_at_boot server-migration-connector
echo connector >/etc/hostname
printf '127.0.0.1 localhost\n127.0.1.1 connector\n::1 localhost\n' >/etc/hosts
