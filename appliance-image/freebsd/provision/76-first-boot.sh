# The scripts that read the properties once, before the network.
. "$sources/provision/paths.sh"

for script in "$first_boot"/rc.d/*; do
    [ -e "$script" ] || continue
    put_file "$script" "/usr/local/etc/rc.d/${script##*/}" 0755
    start_at_boot "${script##*/}"
done
touch /firstboot
