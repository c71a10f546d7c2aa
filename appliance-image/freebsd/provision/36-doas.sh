# doas knows the one program, and nothing else.
. "$sources/provision/paths.sh"

put_file "$sources/privileged/doas.conf" /usr/local/etc/doas.conf 0440
doas -C /usr/local/etc/doas.conf
