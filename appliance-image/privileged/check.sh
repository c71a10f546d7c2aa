# The form of every argument and setting. Sourced by connector-privileged. Each function returns 0 or ends the program
# through refuse; none runs a command on what it checks.
# shellcheck shell=sh disable=SC2154

# shown TEXT: the text for a message, without what a terminal would obey
shown() {
    printf '%.60s' "$1" | tr -c '[:alnum:].:/_ -' '?'
}

is_number() { # TEXT LOWEST HIGHEST
    case $1 in
        "" | *[!0-9]* | 0?* | ???????*) refuse "not a number from $2 to $3: $(shown "$1")" ;;
    esac
    if [ "$1" -lt "$2" ] || [ "$1" -gt "$3" ]; then refuse "not a number from $2 to $3: $1"; fi
}

is_id() {
    case $1 in
        "" | *[!0-9a-f]* | ?????????????????*) refuse "not the id of a change: $(shown "$1")" ;;
    esac
}

is_interface() {
    case $1 in
        [a-z]*) ;;
        *) refuse "not an interface: $(shown "$1")" ;;
    esac
    case $1 in
        *[!a-z0-9.]* | *..* | ????????????????*) refuse "not an interface: $(shown "$1")" ;;
    esac
    backend_has_interface "$1" || refuse "this machine has no interface $1; it has: $(backend_interfaces)"
}

is_ipv4() { # ADDRESS: of one machine; not the own network's, loopback or multicast ranges (RFC 6890)
    case $1 in
        *[!0-9.]* | .* | *. | *..* | "" | ????????????????*) refuse "not an IPv4 address: $(shown "$1")" ;;
    esac
    address=$1
    # the address is digits and dots
    # shellcheck disable=SC2086
    { IFS=. && set -- $1; }
    IFS=' 	
'
    [ $# = 4 ] || refuse "not an IPv4 address: $address"
    for part in "$@"; do
        case $part in
            0?* | ????*) refuse "not an IPv4 address: $address" ;;
        esac
        [ "$part" -le 255 ] || refuse "not an IPv4 address: $address"
    done
    if [ "$1" = 0 ] || [ "$1" = 127 ] || [ "$1" -ge 224 ]; then refuse "not the address of one machine: $address"; fi
}

is_ipv6() { # RFC 4291, section 2.2, without a zone and without an embedded IPv4 address
    case $1 in
        *[!0-9a-fA-F:]* | *:::* | *::*::* | ????????????????????????????????????????* | "" | : | ::) refuse "not an IPv6 address: $(shown "$1")" ;;
        [fF][fF]*) refuse "not the address of one machine: $1" ;;
    esac
    case $1 in
        *::*) short=yes ;;
        :* | *:) refuse "not an IPv6 address: $1" ;;
        *) short=no ;;
    esac
    address=$1
    # the address is hexadecimal digits and colons
    # shellcheck disable=SC2086
    { IFS=: && set -- $1; }
    IFS=' 	
'
    groups=0
    for part in "$@"; do
        case $part in
            "") ;;
            ?????*) refuse "not an IPv6 address: $address" ;;
            *) groups=$((groups + 1)) ;;
        esac
    done
    case $short/$groups in
        no/8 | yes/[1-7]) ;;
        *) refuse "not an IPv6 address: $address" ;;
    esac
}

is_address() {
    case $1 in
        *:*) is_ipv6 "$1" ;;
        *) is_ipv4 "$1" ;;
    esac
}

is_network() { # ADDRESS/PREFIX LOWEST HIGHEST CHECK
    case $1 in
        */*/* | */) refuse "not an address and a prefix: $(shown "$1")" ;;
        */*) ;;
        *) refuse "not an address and a prefix, such as 192.0.2.10/24: $(shown "$1")" ;;
    esac
    "$4" "${1%/*}"
    is_number "${1#*/}" "$2" "$3"
}

is_name() { # RFC 1123, section 2.1; the last part is no number, so that no name looks like an address
    case ${1##*.} in
        *[!0-9]*) ;;
        *) refuse "not a name of a host or domain: $(shown "$1")" ;;
    esac
    case $1 in
        "" | *[!A-Za-z0-9.-]* | .* | *. | *..* | -* | *- | *-.* | *.-*) refuse "not a name of a host or domain: $(shown "$1")" ;;
    esac
    [ ${#1} -le 253 ] || refuse "the name is longer than 253 characters"
    rest=$1
    while [ -n "$rest" ]; do
        label=${rest%%.*}
        [ ${#label} -le 63 ] || refuse "a part of the name is longer than 63 characters: $(shown "$1")"
        [ "$label" = "$rest" ] && break
        rest=${rest#*.}
    done
}

is_key() { # KIND BASE64: of a public key, OpenSSH's kinds but for those that are broken (DSA)
    case $1 in
        ssh-ed25519 | ssh-rsa | ecdsa-sha2-nistp256 | ecdsa-sha2-nistp384 | ecdsa-sha2-nistp521) ;;
        sk-ssh-ed25519@openssh.com | sk-ecdsa-sha2-nistp256@openssh.com) ;;
        *) refuse "not a kind of public key, such as ssh-ed25519: $(shown "$1")" ;;
    esac
    case $2 in
        "" | *[!A-Za-z0-9+/=]*) refuse "not a public key in Base64: $(shown "$2")" ;;
    esac
    [ ${#2} -le 1400 ] || refuse "the public key is longer than 1400 characters"
}

is_fingerprint() { # as ssh-keygen -l shows it: SHA-256 in Base64 without its padding
    case $1 in
        SHA256:*[!A-Za-z0-9+/]* | SHA256:) refuse "not the fingerprint of a key: $(shown "$1")" ;;
        SHA256:*) [ ${#1} = 50 ] || refuse "not the fingerprint of a key: $(shown "$1")" ;;
        *) refuse "not the fingerprint of a key: $(shown "$1")" ;;
    esac
}

is_this_machine() { # HOST-NAME: a person typed it, so that nothing is removed by mistake
    is_name "$1"
    [ "$1" = "$(hostname)" ] || refuse "that is not this machine's host name: $(shown "$1")"
}

is_protocol_setting() { # WORD... of a line that begins with ipv4 or ipv6
    [ $# -ge 3 ] || refuse "$1 wants an interface and dhcp, auto, off or static"
    is_interface "$2"
    case $1/$3/$# in
        ipv4/dhcp/3 | ipv6/auto/3 | ipv4/off/3 | ipv6/off/3) ;;
        ipv4/static/4 | ipv4/static/5) is_network "$4" 1 32 is_ipv4 && { [ $# = 4 ] || is_ipv4 "$5"; } ;;
        ipv6/static/4 | ipv6/static/5) is_network "$4" 1 128 is_ipv6 && { [ $# = 4 ] || is_ipv6 "$5"; } ;;
        *) refuse "not a setting of $1: $(shown "$*")" ;;
    esac
    once "$1=$2"
}

once() { # KEY
    case $seen in
        *" $1 "*) refuse "$1 is set twice" ;;
    esac
    seen="$seen$1 "
}

is_setting() { # WORD... of a line
    case $1/$# in
        hostname/2) is_name "$2" && once hostname ;;
        search/2) is_name "$2" ;;
        ipv4/* | ipv6/*) is_protocol_setting "$@" ;;
        mtu/3) is_interface "$2" && is_number "$3" 576 9000 && once "mtu=$2" ;;
        nameserver/2) is_address "$2" ;;
        ntp/2) is_time_server "$2" ;;
        route/3) is_route "$2" "$3" ;;
        *) refuse "not a setting: $(shown "$*")" ;;
    esac
}

is_time_server() {
    case $1 in
        *:*) is_ipv6 "$1" ;;
        *[!0-9.]*) is_name "$1" ;;
        *) is_ipv4 "$1" ;;
    esac
}

is_route() { # a route and its gateway are of one family; the default route comes with the interface's gateway
    case $1 in
        *:*) is_network "$1" 1 128 is_ipv6 && is_ipv6 "$2" ;;
        *) is_network "$1" 1 32 is_ipv4 && is_ipv4 "$2" ;;
    esac
}

# read_settings: standard input, checked line by line, into a file that only root reads; sets $settings
read_settings() {
    settings=$state/settings.$$
    trap 'code=$?; rm -f "$settings" "$settings.words"; ended $code' EXIT
    head -c 16384 >"$settings"
    [ "$(wc -c <"$settings")" -lt 16384 ] || refuse "the settings are longer than 16383 bytes"
    [ "$(tr -d '\n -~' <"$settings" | wc -c)" -eq 0 ] || refuse "the settings hold a character other than printable ASCII"
    [ "$(wc -l <"$settings")" -le 64 ] || refuse "there are more than 64 settings"
    [ "$(tail -c 1 "$settings" | wc -l)" -eq 1 ] || refuse "the settings are empty, or their last line has no end"
    seen=" "
    while IFS= read -r line; do
        [ ${#line} -le 200 ] || refuse "a setting is longer than 200 characters"
        # words, never patterns: set -f holds
        # shellcheck disable=SC2086
        set -- $line
        [ $# -gt 0 ] || refuse "an empty line among the settings"
        is_setting "$@"
        # what is used is what was checked: its words, one space between
        echo "$*" >>"$settings.words"
    done <"$settings"
    mv "$settings.words" "$settings"
    case $seen in
        *ipv4=* | *ipv6=*) ;;
        *) refuse "the settings name no interface" ;;
    esac
}
