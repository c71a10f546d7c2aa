# In: 443, 22 when the SSH service is on (it doesn't listen otherwise), ping, answers. Out: everything.
. "$sources/provision/paths.sh"

put_file "$sources/debian/nftables.conf" /etc/nftables.conf 0644
nft -c -f /etc/nftables.conf
start_at_boot nftables
