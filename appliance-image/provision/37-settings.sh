# What the connector is told of the machine that it is on. Everything else is its own defaults, or set later. It lies with the
# distribution's settings, which are copied to the home where they are missing: so a factory reset gives it back.
. "$sources/provision/paths.sh"

setting() { # PID: the settings of one component, from standard input
    cat >"$program/conf/$1.cfg"
    chown 0:0 "$program/conf/$1.cfg"
    chmod 0644 "$program/conf/$1.cfg"
}

case $os in
    freebsd) by='"doas","-n"' ;;
    debian) by='"sudo","-n"' ;;
esac
setting io.github.migrationconnector.networking.internal.HelpedNetworking <<TEXT
command=[$by,"$privileged/connector-privileged"]
TEXT
setting io.github.migrationconnector.access <<TEXT
menuDirectory="/var/db/connector-menu"
TEXT

# what every appliance of this image is to have beside it: ./connector appliance build --settings
for file in "$given_settings"/*; do
    [ ! -f "$file" ] || put_file "$file" "$program/conf/${file##*/}" 0644
done
