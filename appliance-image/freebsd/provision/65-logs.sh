# The daemon turns its own logs over; those of the system are turned by newsyslog, and syslogd listens to nobody else.
. "$sources/provision/paths.sh"

sysrc -q syslogd_enable=YES "syslogd_flags=-ss" dumpdev=NO
mkdir -p /usr/local/etc/newsyslog.conf.d
cat >/usr/local/etc/newsyslog.conf.d/connector.conf <<'TEXT'
/var/log/connector-privileged.log   600  5  1000  *  JC
/var/log/connector-os.log           600  5  1000  *  JC
TEXT
