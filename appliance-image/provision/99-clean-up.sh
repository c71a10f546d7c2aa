# Last: nothing of the build ships. No key, log, lease, history or id that two appliances would share.
. "$sources/provision/paths.sh"

rm -rf /root/.ssh /root/.cache /root/.ash_history /root/.bash_history /root/.sh_history /root/.history /root/.wget-hsts
rm -f /etc/ssh/ssh_host_*
find /tmp /var/tmp -mindepth 1 -maxdepth 1 ! -path "${sources%/appliance-image}" -exec rm -rf {} +
find /var/log -type f -exec rm -f {} +
rm -f /var/db/dhclient.leases.* /var/lib/dhcp/*
# whatever ran during the build left no state: no key, token, one-time code or door that two appliances would share
find "$home" -mindepth 1 -maxdepth 1 ! -name conf ! -name log -exec rm -rf {} +
for place in "$settings" /var/db/connector-privileged /var/db/connector-menu /var/db/connector-menu-files /var/db/connector-first-boot; do
    [ ! -d "$place" ] || find "$place" -mindepth 1 -maxdepth 1 -exec rm -rf {} +
done

clean_up_system
rm -rf "${sources%/appliance-image}"
trim
