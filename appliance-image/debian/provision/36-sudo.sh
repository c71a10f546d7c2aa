# sudo knows the one program, as doas does on FreeBSD.
. "$sources/provision/paths.sh"

put_file "$sources/privileged/sudoers" /etc/sudoers.d/connector 0440
visudo -cq
