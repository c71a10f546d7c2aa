# What ships is what is stated: programs of another's rights, what everybody may write, private keys. What 99-clean-up.sh takes
# away is left out: SSH's keys of the build's machine, the build's own folder, what lies in /tmp and /root/.ssh.
. "$sources/provision/paths.sh"

case $os in
    freebsd) stated=/usr/local/bin/doas ;;
    debian) stated=/usr/bin/sudo ;;
esac
# each file system that keeps files: on FreeBSD what lies outside of the system is many
places="/ /var/log /var/db /var/db/* $settings"

# found TEST...: the paths of which find(1) says so, once each; one that went meanwhile is none
found() {
    for place in $places; do
        [ ! -d "$place" ] || find "$place" -xdev \( -path /tmp -o -path /var/tmp -o -path /proc -o -path /root/.ssh -o -path '/etc/ssh/ssh_host_*' \) -prune -o "$@" 2>/dev/null || :
    done | sort -u
}

# none WHAT PATHS: ends the build unless there are no paths
none() {
    [ -z "$2" ] && return 0
    printf 'this must not ship, %s:\n%s\n' "$1" "$2" >&2
    exit 1
}

rights=$(found -type f \( -perm -4000 -o -perm -2000 \) -print)
[ "$rights" = "$stated" ] || none "programs of another's rights but $stated" "${rights:-(not even that one)}"
none "files that everybody may write" "$(found -type f -perm -0002 -print)"
none "folders in which everybody removes another's files" "$(found -type d -perm -0002 ! -perm -1000 -print)"
none "private keys" "$(found -type f -size -200 -exec awk 'FNR == 1 { if (/^-----BEGIN .*PRIVATE KEY-----/) print FILENAME; nextfile }' {} +)"
