# The services that read the properties once, before the network.
. "$sources/provision/paths.sh"

for unit in "$first_boot"/systemd/*.service; do
    [ -e "$unit" ] || continue
    put_file "$unit" "/etc/systemd/system/${unit##*/}" 0644
    start_at_boot "${unit##*/}"
done
touch /firstboot
