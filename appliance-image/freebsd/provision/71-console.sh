# The menu stands on the machine's console; nobody logs in there.
. "$sources/provision/paths.sh"

if [ -x "$menu/connector-menu" ]; then
    grep -q '^connector:' /etc/gettytab || printf 'connector|the menu of the connector:\\\n\t:al=connector-menu:ht:np:sp#115200:\n' >>/etc/gettytab
    sed -E -i '' 's|^ttyv0[[:space:]].*|ttyv0 "/usr/libexec/getty connector" xterm onifexists secure|; s|^(ttyv[1-9][[:space:]].*[[:space:]])on[[:alpha:]]*([[:space:]])|\1off\2|; s|^ttyu0[[:space:]].*|ttyu0 "/usr/libexec/getty connector" vt100 onifconsole secure|' /etc/ttys
fi
# onifconsole: the serial line has a menu where the kernel takes it for a console, beside the screen
sysrc -q -f /boot/loader.conf boot_multicons=YES console=efi,comconsole comconsole_speed=115200
