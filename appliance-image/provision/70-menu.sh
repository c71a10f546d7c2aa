# The menu that the machine's console shows, as a user of its own.
. "$sources/provision/paths.sh"

if [ -d "$sources/menu" ]; then
    put_tree "$sources/menu" "$menu"
    grep -qx "$menu/connector-menu" /etc/shells 2>/dev/null || echo "$menu/connector-menu" >>/etc/shells
fi
