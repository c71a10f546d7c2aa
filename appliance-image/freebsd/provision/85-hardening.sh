# What a machine of one purpose needs not. No flag (chflags) is put on files of the system: an upgrade could not replace them.
. "$sources/provision/paths.sh"

pw usermod root -w no
! pw usershow freebsd >/dev/null 2>&1 || pw userdel freebsd -r
# root by the menu's one program alone: single-user mode asks for a password that doesn't exist
sed -i '' 's|^console[[:space:]].*|console none unknown off insecure|' /etc/ttys
sysrc -q sendmail_enable=NONE clear_tmp_enable=YES update_motd=NO cron_enable=YES
sysrc -q -f /boot/loader.conf autoboot_delay=1 beastie_disable=YES
chmod 0600 /boot/loader.conf /etc/crontab
chmod 0711 /root
# Nothing upgrades itself at the first start of an appliance, as the image of FreeBSD's project does: upgrades are asked for
# (90-os-upgrade.sh).
for upgrade in firstboot-pkg-upgrade firstboot-freebsd-update; do
    ! pkg info -qe "$upgrade" || pkg delete -qy "$upgrade"
    service=$(echo "$upgrade" | tr - _)
    rm -f "/etc/rc.conf.d/$service"
    sysrc -q -x "${service}_enable" 2>/dev/null || :
done
# No program has another's rights but the one by which the daemon and the menu reach theirs (36-doas.sh). Some of the system's own
# carry a flag (schg) under which no mode can be changed; it is taken off, and none is put on (adr/0017).
find -x / -type f \( -perm -4000 -o -perm -2000 \) ! -path /usr/local/bin/doas | while read -r file; do
    chflags noschg "$file"
    chmod u-s,g-s "$file"
done
