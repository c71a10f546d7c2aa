#!/usr/bin/env bash
# The lab's own tests (Go, Python), then the end-to-end ones. Called by Maven: test.sh fast|all|long REPORTS
# Needs what ../../connector brings: $CONNECTOR_LAB_BINARY, $CONNECTOR_LAB_PYTHON, go on the PATH.
set -u

kind=$1 reports=$2
lab=$(cd "$(dirname "$0")/.." && pwd)
: "${CONNECTOR_LAB_BINARY:?run this through ./connector test}" "${CONNECTOR_LAB_PYTHON:?run this through ./connector test}"
mkdir -p "$reports" && cd "$lab" || exit 1
failed=0

go vet ./... || failed=1
go run gotest.tools/gotestsum@v1.12.3 --format testname --junitfile "$reports/TEST-go.xml" ./... || failed=1

pytest() { # pytest NAME ARGUMENT...
    local name=$1
    shift
    "$CONNECTOR_LAB_PYTHON" -m pytest -p no:cacheprovider -o junit_family=xunit1 --junitxml "$reports/TEST-$name.xml" "$@" || failed=1
}
kills=$([ "$kind" = long ] && echo long || echo short)

pytest lab-python tests
# booting what was built takes minutes and is asked for: ./connector appliance verify --boot
pytest appliance appliance --ignore appliance/boot
if [ "$kind" = fast ]; then
    pytest network network --kills "$kills"
else
    # The network's tests wait for most of their time, in namespaces of their own: they run beside the others.
    (pytest network network --kills "$kills" >"$reports/network.log" 2>&1; exit $failed) &
    network=$!
    pytest end-to-end e2e --numprocesses 2 --dist loadfile --kills "$kills"
    wait $network || failed=1
    cat "$reports/network.log"
fi
exit $failed
