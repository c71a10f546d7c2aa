# The connector itself: owned by root, so that a daemon that was broken into can't change what starts again.
. "$sources/provision/paths.sh"

rm -rf "$program"
mkdir -p "$program"
# the archive has one directory, named with the version
tar xzof "$distribution_archive" -C "$program"
mv "$program"/server-migration-connector-*/* "$program/"
rmdir "$program"/server-migration-connector-*
chown -R 0:0 "$program"
chmod -R u=rwX,go=rX "$program"
mkdir -p /usr/local/bin
ln -sfn "$program/bin/connector" /usr/local/bin/connector
