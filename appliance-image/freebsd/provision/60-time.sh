# The clock: AWS refuses signatures of more than some minutes off.
. "$sources/provision/paths.sh"

ln -sf /usr/share/zoneinfo/UTC /etc/localtime
sysrc -q ntpd_enable=YES ntpd_sync_on_start=YES
