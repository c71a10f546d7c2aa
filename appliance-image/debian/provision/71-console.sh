# The menu stands on the machine's console and its serial line; nobody logs in there.
. "$sources/provision/paths.sh"

if [ -x "$menu/connector-menu" ]; then
    # the stand-in has sudo, not doas
    echo "privileged=\"sudo -n $privileged/connector-privileged\"" >/usr/local/etc/connector-menu.conf
    chmod 0644 /usr/local/etc/connector-menu.conf
    for unit in getty@tty1 serial-getty@ttyS0; do
        mkdir -p "/etc/systemd/system/$unit.service.d"
        put_file "$sources/debian/systemd/menu.conf" "/etc/systemd/system/$unit.service.d/menu.conf" 0644
    done
    start_at_boot serial-getty@ttyS0
fi
# root has no password: the other consoles would only offer a login that can't succeed
mkdir -p /etc/systemd/logind.conf.d
printf '[Login]\nNAutoVTs=0\nReserveVT=0\n' >/etc/systemd/logind.conf.d/connector.conf
