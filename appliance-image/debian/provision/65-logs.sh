# The daemon turns its own logs over; those of the system stay small.
. "$sources/provision/paths.sh"

mkdir -p /etc/systemd/journald.conf.d /var/log/journal
printf '[Journal]\nStorage=persistent\nSystemMaxUse=100M\nRuntimeMaxUse=32M\n' >/etc/systemd/journald.conf.d/connector.conf
printf '/var/log/connector-privileged.log {\n    size 1M\n    rotate 4\n    compress\n    missingok\n    notifempty\n}\n' >/etc/logrotate.d/connector
