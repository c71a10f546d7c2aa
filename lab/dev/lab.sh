# The lab by hand: started in the background, found again by its process id. Sourced by ../../connector.

lab_runs() {
    # the number alone may be another program's by now
    [ -e "$lab_run/pid" ] && [ "$(readlink "/proc/$(cat "$lab_run/pid")/exe" 2>/dev/null | sed 's/ (deleted)$//')" = "$lab_binary" ]
}

lab_start() {
    if ! lab_runs; then
        need_python && bring_venv && bring_go && build_lab
        rm -rf "$lab_run" && mkdir -p "$lab_run"
        "$lab_binary" serve --dir "$lab_run" --moto-python "$venv/bin/python" \
            --connector-policy "$root/config/iam/connector-policy.json" \
            >"$lab_run/endpoints.json" 2>"$lab_run/error.log" </dev/null &
        echo $! >"$lab_run/pid"
        local waited=0
        until [ -s "$lab_run/endpoints.json" ]; do
            lab_runs && [ $waited -lt 600 ] || fail "the lab did not start: $(tail -n 5 "$lab_run/error.log")"
            sleep 0.1
            waited=$((waited + 1))
        done
    fi
    cat "$lab_run/endpoints.json"
}

lab_stop() {
    lab_runs || { echo '{"running":false}' && return 0; }
    kill "$(cat "$lab_run/pid")"
    local waited=0
    while lab_runs; do
        [ $waited -lt 300 ] || fail "the lab does not end; see $lab_run/lab.log"
        sleep 0.1
        waited=$((waited + 1))
    done
    rm -f "$lab_run/pid"
    echo '{"running":false}'
}

lab_command() {
    case ${1:-} in
        start) lab_start ;;
        stop) lab_stop ;;
        status) if lab_runs; then cat "$lab_run/endpoints.json"; else echo '{"running":false}'; fi ;;
        -h | --help) usage ;;
        *) echo "connector lab: start, stop or status" >&2 && exit 2 ;;
    esac
}
