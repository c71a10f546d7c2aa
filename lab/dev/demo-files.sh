#!/usr/bin/env bash
# A VMDK into a directory, whole and then incrementally, with Java alone. Run by `./connector demo --files DISTRIBUTION`.
set -euo pipefail

connector=$1/bin/connector
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

check() { # check WHAT COMMAND...: one line a check
    local what=$1
    shift
    if "$@" >"$work/out" 2>&1; then
        passed=$((passed + 1)) && echo "ok      $what"
    else
        failed=$((failed + 1)) && echo "FAILED  $what" && tail -n 5 "$work/out"
    fi
}

field() { # field NAME: a string or number of the JSON document on standard input
    sed -n "s/.*\"$1\" *: *\"\{0,1\}\([^\",}]*\).*/\1/p" | head -n 1
}

copy() { "$connector" copy "$@" --home "$work/home" --json; }
verify() { "$connector" verify "$1" --target "dir:$work/store" --against "$2" --home "$work/home"; }
not() { ! "$@"; }

# A flat VMDK of 48 MiB and three sectors: random data, holes, then the descriptor (VMware's Virtual Disk Format 5.0).
sectors=$((48 * 2048 + 3))
truncate -s $((sectors * 512)) "$work/disk-flat.vmdk"
dd if=/dev/urandom of="$work/disk-flat.vmdk" bs=1M count=9 conv=notrunc status=none
dd if=/dev/urandom of="$work/disk-flat.vmdk" bs=1M count=7 seek=30 conv=notrunc status=none
cat >"$work/disk.vmdk" <<TEXT
# Disk DescriptorFile
version=1
CID=fffffffe
parentCID=ffffffff
createType="monolithicFlat"

RW $sectors FLAT "disk-flat.vmdk" 0

ddb.adapterType = "lsilogic"
TEXT
source=vmdk:$work/disk.vmdk

echo "--- a VMDK of $((sectors * 512)) bytes into a directory"
full=$(copy "$source" "dir:$work/store") && parent=$(field snapshot <<<"$full")
echo "$full"
check "full: the snapshot equals the disk" verify "$parent" "$source"

echo "--- the disk changes: 700 bytes in the middle, the last sector, zeros over data"
dd if=/dev/urandom of="$work/disk-flat.vmdk" bs=1 count=700 seek=$((31 * 1048576 + 12345)) conv=notrunc status=none
dd if=/dev/urandom of="$work/disk-flat.vmdk" bs=512 count=1 seek=$((sectors - 1)) conv=notrunc status=none
dd if=/dev/zero of="$work/disk-flat.vmdk" bs=1M count=1 seek=4 conv=notrunc status=none
check "the verification sees that the disk is another now" not verify "$parent" "$source"

increment=$(copy "$source" "dir:$work/store" --parent "$parent") && child=$(field snapshot <<<"$increment")
echo "$increment"
check "increment: the snapshot equals the disk" verify "$child" "$source"
put=$(field blocksPut <<<"$increment")
check "increment: $put blocks put, 4 differ" test "$put" = 4

echo "demo: $passed passed, $failed failed"
[ $failed = 0 ]
