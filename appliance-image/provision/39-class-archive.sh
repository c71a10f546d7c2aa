# What the daemon's start reads and verifies of its classes, done once for all starts: Java's class data sharing, as bin/connector
# uses it. It is of this Java and of these jars; where either is another one later, Java leaves it alone.
. "$sources/provision/paths.sh"

trial=$(mktemp -d /var/tmp/class-archive.XXXXXX)
archive=$program/lib/daemon.jsa
rm -f "$archive"

CONNECTOR_JAVA_OPTIONS=-XX:ArchiveClassesAtExit=$archive "$program/bin/connector" run --home "$trial" --https-port 0 --bind 127.0.0.1 \
    >/var/tmp/class-archive.log 2>&1 &
daemon=$!
# generously: the processor may be emulated
left=3600
until [ -s "$trial/run/address" ]; do
    left=$((left - 1))
    if [ "$left" -le 0 ] || ! kill -0 "$daemon" 2>/dev/null; then
        tail -n 20 /var/tmp/class-archive.log >&2
        echo "the daemon does not start" >&2
        exit 1
    fi
    sleep 1
done
# what the API needs as well; each try waits for minutes, which an emulated processor may take for the first answer
tries=20
until "$program/bin/connector" status --home "$trial" >/var/tmp/class-archive.status 2>&1; do
    tries=$((tries - 1))
    if [ "$tries" -le 0 ] || ! kill -0 "$daemon" 2>/dev/null; then
        tail -n 20 /var/tmp/class-archive.log /var/tmp/class-archive.status >&2
        echo "the daemon does not answer" >&2
        exit 1
    fi
    sleep 1
done
kill -TERM "$daemon"
wait "$daemon" || :
rm -rf "$trial" /var/tmp/class-archive.log /var/tmp/class-archive.status
if [ -s "$archive" ]; then
    chown 0:0 "$archive"
    chmod 0644 "$archive"
else
    # the daemon starts without it, and takes longer
    echo "this Java made no archive of classes"
fi
