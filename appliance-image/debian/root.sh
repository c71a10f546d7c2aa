#!/usr/bin/env bash
# The stand-in's root file system as a tar archive, from Debian's packages: root.sh ARCHIVE
# Needs root (it runs the packages' scripts in a chroot) and mmdebstrap.
set -euo pipefail

archive=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
suite=bookworm

lines_of() { grep -v '^#' "$here/$1.list"; }

options=()
while IFS= read -r rule; do
    options+=("--dpkgopt=$rule")
done < <(lines_of unpacked)
# this machine's own list of sources when it is of the same suite, else mmdebstrap's
sources=()
if [ "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")" = "$suite" ]; then
    sources=(/etc/apt/sources.list.d/debian.sources)
    [ -e "${sources[0]}" ] || sources=(/etc/apt/sources.list)
fi

mmdebstrap --quiet --mode=root --variant=minbase --include="$(lines_of packages | paste -sd ,)" "${options[@]}" \
    --essential-hook='mkdir -p "$1/etc/initramfs-tools/conf.d" "$1/usr/share/man/man1"' \
    --essential-hook='echo MODULES=list >"$1/etc/initramfs-tools/conf.d/connector"' \
    --essential-hook="grep -v '^#' '$here/modules.list' >\"\$1/etc/initramfs-tools/modules\"" \
    "$suite" "$archive.part.tar" "${sources[@]}"
mv "$archive.part.tar" "$archive"
