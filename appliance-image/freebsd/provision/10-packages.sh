# FreeBSD's own packages: Java, the tools of VMware, doas.
. "$sources/provision/paths.sh"

export ASSUME_ALWAYS_YES=yes IGNORE_OSVERSION=no
pkg bootstrap -y
pkg update -q
grep -v '^#' "$sources/freebsd/packages.list" | xargs pkg install -y
