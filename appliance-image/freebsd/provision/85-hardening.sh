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
# programs of root's rights that nobody here may use
for file in /usr/bin/su /usr/bin/login /usr/bin/chpass /usr/bin/chfn /usr/bin/chsh /usr/bin/ypchpass /usr/bin/passwd /usr/bin/yppasswd \
    /usr/bin/opieinfo /usr/bin/opiepasswd /usr/bin/at /usr/bin/atq /usr/bin/atrm /usr/bin/batch /usr/bin/crontab /usr/bin/quota \
    /usr/bin/lock /usr/sbin/ppp /usr/sbin/authpf /sbin/mksnap_ffs /usr/sbin/traceroute /usr/sbin/traceroute6; do
    [ ! -e "$file" ] || chmod u-s,g-s "$file"
done
