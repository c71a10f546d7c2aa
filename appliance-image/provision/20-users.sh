# The two users of the appliance. Neither has a password; what they may do as root says connector-privileged alone.
# The numbers are fixed: the rule for port 443 on FreeBSD names one of them, and data outlives the system's disk.
. "$sources/provision/paths.sh"

add_user connector 771 "$home" /usr/sbin/nologin
add_user connector-menu 772 /nonexistent "$menu/connector-menu"
