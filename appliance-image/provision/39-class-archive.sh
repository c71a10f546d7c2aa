# What the daemon's start reads and verifies of its classes, done once for all starts: Java's class data sharing, as bin/connector
# uses it. It is of this Java and of these jars; where either is another one later, Java leaves it alone.
. "$sources/provision/paths.sh"

archive=$program/lib/daemon.jsa

# one trial: a daemon that starts, answers once and ends; whatever it leaves lies in $trial, its words in $said
made() {
    rm -f "$archive"
    CONNECTOR_JAVA_OPTIONS=-XX:ArchiveClassesAtExit=$archive "$program/bin/connector" run --home "$trial" --https-port 0 \
        --bind 127.0.0.1 >"$said" 2>&1 &
    daemon=$!
    # generously: the processor may be emulated
    left=3600
    until [ -s "$trial/run/address" ]; do
        left=$((left - 1))
        if [ "$left" -le 0 ] || ! kill -0 "$daemon" 2>/dev/null; then
            echo "the daemon does not start" >>"$said"
            return 1
        fi
        sleep 1
    done
    # what the API needs as well; each try waits for minutes, which an emulated processor may take for the first answer
    tries=20
    until "$program/bin/connector" status --home "$trial" >"$said.status" 2>&1; do
        tries=$((tries - 1))
        if [ "$tries" -le 0 ] || ! kill -0 "$daemon" 2>/dev/null; then
            cat "$said.status" >>"$said"
            echo "the daemon does not answer" >>"$said"
            return 1
        fi
        sleep 1
    done
    kill -TERM "$daemon"
    code=0
    wait "$daemon" || code=$?
    # 128 and SIGABRT or SIGSEGV
    case $code in
        134 | 139)
            echo "Java broke down when it wrote the archive" >>"$said"
            return 1
            ;;
    esac
}

trials=3
while :; do
    trial=$(mktemp -d /var/tmp/class-archive.XXXXXX)
    said=$trial.log
    ! made || break
    kill -KILL "$daemon" 2>/dev/null || :
    # what still ends could still write
    wait "$daemon" 2>/dev/null || :
    tail -n 20 "$said" >&2
    rm -rf "$trial" "$said" "$said.status"
    trials=$((trials - 1))
    [ "$trials" -gt 0 ] || exit 1
    # seen with Java under emulation: QEMU now and then runs code that Java has just changed as it was before, and Java ends
    echo "once more" >&2
done
rm -rf "$trial" "$said" "$said.status"
if [ -s "$archive" ]; then
    chown 0:0 "$archive"
    chmod 0644 "$archive"
else
    # the daemon starts without it, and takes longer
    echo "this Java made no archive of classes"
fi
