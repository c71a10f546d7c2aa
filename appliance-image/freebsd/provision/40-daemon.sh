# The daemon, the network before it, and the tools of VMware.
. "$sources/provision/paths.sh"

put_file "$sources/freebsd/rc.d/server-migration-connector" /usr/local/etc/rc.d/server-migration-connector 0755
put_file "$privileged/rc.d/connector_network" /usr/local/etc/rc.d/connector_network 0755
start_at_boot server-migration-connector connector-network vmware_guestd
sysrc -q hostname=connector ifconfig_DEFAULT=DHCP ipv6_activate_all_interfaces=YES vmware_guest_vmblock_enable=NO vmware_guest_vmmemctl_enable=NO
# the JVM wants them
grep -q '^fdesc' /etc/fstab || printf 'fdesc /dev/fd fdescfs rw 0 0\nproc /proc procfs rw 0 0\n' >>/etc/fstab
