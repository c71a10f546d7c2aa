# Linux: the image's stand-in, and the tests. iproute2 and ISC dhclient. Sourced by connector-privileged.
# shellcheck shell=sh disable=SC2154

leases=/var/lib/dhcp
timesync=/etc/systemd/timesyncd.conf.d/connector.conf

backend_interfaces() {
    found=
    for link in $(ip -o link show | awk -F '[ :@]+' '{ print $2 }'); do
        case $link in
            lo) ;;
            *) found="$found $link" ;;
        esac
    done
    echo "${found# }"
}

backend_has_interface() {
    case " $(backend_interfaces) " in
        *" $1 "*) return 0 ;;
    esac
    return 1
}

backend_detach() {
    setsid "$@" </dev/null >>/var/log/connector-privileged.log 2>&1 &
}

backend_locked() { # FILE COMMAND...
    lock=$1
    shift
    # -o: what the command leaves running must not hold the lock
    exec flock -o -w 60 -E 4 "$lock" "$@"
}

backend_show() {
    echo "hostname $(hostname)"
    for link in $(backend_interfaces); do
        ip -o link show dev "$link" | awk -v name="$link" '{
            for (i = 1; i < NF; i++) {
                if ($i == "link/ether") mac = $(i + 1)
                if ($i == "state") state = tolower($(i + 1))
                if ($i == "mtu") mtu = $(i + 1)
            }
            print "interface", name, mac == "" ? "-" : mac, state, mtu }'
        show_lease "$link"
    done
    ip -o addr show scope global | awk '$2 != "lo" { print "address", $2, $4 }'
    { ip -4 route show default && ip -6 route show default; } | awk '{
        for (i = 1; i < NF; i++) { if ($i == "via") via = $(i + 1); if ($i == "dev") dev = $(i + 1) }
        if (via != "" && dev != "") print "gateway", dev, via
        via = ""; dev = ""
    }' | sort -u
    awk '$1 == "nameserver" { print "nameserver", $2 }
         $1 == "search" { for (i = 2; i <= NF; i++) print "search", $i }' /etc/resolv.conf 2>/dev/null || :
    # timesyncd.conf(5): the last file wins
    cat "$timesync" 2>/dev/null /etc/systemd/timesyncd.conf | awk -F '[= ]+' '
        $1 == "NTP" && NF > 1 && !told { told = 1; for (i = 2; i <= NF; i++) if ($i != "") print "ntp", $i }'
    # systemd-timesyncd(8) makes the file when a server has answered
    if command -v systemctl >/dev/null && systemctl is-active --quiet systemd-timesyncd 2>/dev/null; then
        if [ -e /run/systemd/timesync/synchronized ]; then echo "clock synchronized"; else echo "clock unsynchronized"; fi
    fi
}

# show_lease INTERFACE: the last lease of dhclient.leases(5); its times are UTC
show_lease() {
    [ -s "$leases/connector.$1.leases" ] && dhcp_runs "$1" || return 0
    awk -v name="$1" '
        $1 == "option" && $2 == "dhcp-server-identifier" { server = $3 }
        $1 == "expire" { expires = $3 "T" $4 "Z" }
        END { gsub(";", "", server); gsub(";", "", expires); gsub("/", "-", expires)
              if (server != "") print "lease", name, server, expires }' "$leases/connector.$1.leases"
}

dhcp_pid() {
    echo "/run/connector-dhclient.$1.pid"
}

dhcp_runs() {
    [ -s "$(dhcp_pid "$1")" ] && runs_as "$(cat "$(dhcp_pid "$1")")" "dhclient *-pf $(dhcp_pid "$1") *"
}

# proc(5): the 22nd field, counted from behind the name, which may have blanks. Ticks since the start of the machine: no clock
# that is set moves them.
backend_birth() { # PID
    echo "$(cat /proc/sys/kernel/random/boot_id)/$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20)"
}

# backend_unknown: what the settings can't say
backend_unknown() {
    for link in $(backend_interfaces); do
        [ "$(ip -o -4 addr show dev "$link" scope global | wc -l)" -le 1 ] || echo "more than one IPv4 address on $link"
        [ "$(ip -o -6 addr show dev "$link" scope global | grep -vc dynamic)" -le 1 ] || echo "more than one IPv6 address on $link"
    done
}

backend_capture() {
    echo "hostname $(hostname)"
    ip -4 route show | awk '$1 != "default" && $2 == "via" { print "route", ($1 ~ "/" ? $1 : $1 "/32"), $3 }'
    for link in $(backend_interfaces); do
        # of this network alone: a container's may have an interface of the same name
        if dhcp_runs "$link" || pgrep --ns $$ --nslist net -f "^([^ ]*/)?dhclient( .*)? $link\$" >/dev/null 2>&1; then
            echo "ipv4 $link dhcp"
        else
            address=$(ip -o -4 addr show dev "$link" scope global | awk '{ print $4; exit }')
            gateway=$(ip -4 route show default dev "$link" | awk '$2 == "via" { print $3; exit }')
            [ -z "$address" ] || echo "ipv4 $link static $address${gateway:+ $gateway}"
        fi
        mtu=$(ip -o link show dev "$link" | awk '{ for (i = 1; i < NF; i++) if ($i == "mtu") print $(i + 1) }')
        address=$(ip -o -6 addr show dev "$link" scope global | awk '!/dynamic/ { print $4; exit }')
        gateway=$(ip -6 route show default dev "$link" | awk '$2 == "via" && !/proto ra/ { print $3; exit }')
        if [ -n "$address" ]; then
            echo "ipv6 $link static $address${gateway:+ $gateway}"
        elif [ "$(cat "/proc/sys/net/ipv6/conf/$link/disable_ipv6" 2>/dev/null)" = 0 ]; then
            echo "ipv6 $link auto"
        fi
        [ "$mtu" = 1500 ] || echo "mtu $link $mtu"
    done
    backend_show | grep -E '^(nameserver|search) ' || :
}

take_down_dhcp() { # INTERFACE
    dhcp_runs "$1" || return 0
    run kill "$(cat "$(dhcp_pid "$1")")"
    run rm -f "$(dhcp_pid "$1")"
}

backend_write() { # FILE
    name=$(words hostname "$1")
    if [ -n "$name" ]; then
        echo "$name" | put /etc/hostname
        write_hosts "$name" | put /etc/hosts
    fi
    write_dhclient "$1" | put /etc/connector-dhclient.conf
    if [ -n "$(words nameserver "$1")" ] || ! grep -q '^ipv4 [^ ]* dhcp$' "$1"; then
        write_resolver "$1" | put /etc/resolv.conf
    fi
    servers=$(words ntp "$1" | tr '\n' ' ')
    if [ -n "$servers" ]; then
        time_changes
        run mkdir -p "${timesync%/*}"
        printf '[Time]\nNTP=%s\n' "${servers% }" | put "$timesync"
    elif [ -e "$timesync" ]; then
        # none wanted: the system's own again
        time_changes
        run rm -f "$timesync"
    fi
}

backend_apply() { # FILE
    backend_write "$1"
    name=$(words hostname "$1")
    [ -z "$name" ] || run hostname "$name"
    for link in $(affected "$1"); do
        # one that was taken out of the machine is no reason to leave the others down
        backend_has_interface "$link" || continue
        take_down "$link"
        bring_up "$link" "$1"
    done
    words route "$1" | while read -r destination gateway; do
        run ip route replace "$destination" via "$gateway"
    done
    time_settles systemctl try-restart systemd-timesyncd
}

take_down() { # INTERFACE
    take_down_dhcp "$1"
    run ip addr flush dev "$1" scope global
    run ip route flush dev "$1"
    # takes every address and route of IPv6 away, the learned ones too
    [ ! -e "/proc/sys/net/ipv6/conf/$1/disable_ipv6" ] || ipv6_switch "$1" disable_ipv6 1
}

ipv6_switch() { # INTERFACE NAME VALUE
    echo "$3" | into "/proc/sys/net/ipv6/conf/$1/$2"
}

# into FILE: writes standard input into a file of the kernel
into() {
    if [ "$plan" = yes ]; then
        printf 'write %s\n' "$1"
        sed 's/^/    /'
    else
        cat >"$1"
    fi
}

bring_up() { # INTERFACE FILE
    mtu=$(of mtu "$1" "$2")
    run ip link set dev "$1" mtu "${mtu:-1500}"
    run ip link set dev "$1" up
    # the words are checked settings
    # shellcheck disable=SC2046
    bring_up_ipv4 "$1" $(of ipv4 "$1" "$2")
    # shellcheck disable=SC2046
    bring_up_ipv6 "$1" $(of ipv6 "$1" "$2")
}

bring_up_ipv4() { # INTERFACE [dhcp|off|static ADDRESS [GATEWAY]]
    case ${2:-off} in
        off) ;;
        dhcp) run dhclient -4 -nw -q -cf /etc/connector-dhclient.conf -pf "$(dhcp_pid "$1")" -lf "$leases/connector.$1.leases" "$1" ;;
        static)
            run ip -4 addr add "$3" dev "$1"
            [ -z "${4:-}" ] || run ip -4 route replace default via "$4" dev "$1"
            ;;
    esac
}

bring_up_ipv6() { # INTERFACE [auto|off|static ADDRESS [GATEWAY]]
    [ "${2:-off}" != off ] || return 0
    case $2 in
        auto) learns=2 ;;
        static) learns=0 ;;
    esac
    ipv6_switch "$1" accept_ra "$learns"
    ipv6_switch "$1" disable_ipv6 0
    if [ "$2" = static ]; then
        run ip -6 addr add "$3" dev "$1"
        [ -z "${4:-}" ] || run ip -6 route replace default via "$4" dev "$1"
    fi
}

backend_boot() { # FILE
    backend_apply "$1"
}

backend_renew() { # INTERFACE
    [ "$(of ipv4 "$1" "$state/current" 2>/dev/null)" = dhcp ] || refuse "$1 has no address by DHCP"
    take_down_dhcp "$1"
    bring_up_ipv4 "$1" dhcp
}

# RFC 5227, section 2.1.1: a probe has no sender's address, so nobody's cache is spoilt by it
backend_probe() { # INTERFACE ADDRESS
    command -v arping >/dev/null || refuse "arping is not installed" 1
    answer=0
    arping -q -D -c 2 -w 3 -I "$1" "$2" || answer=$?
    case $answer in
        0) echo free ;;
        1) echo taken ;;
        *) refuse "$1 can't be asked; is it up?" 1 ;;
    esac
}

# The kernel asks around before it uses an address (RFC 4862, section 5.4); it is added for these seconds alone. One with a
# lifetime that another machine has is dropped by the kernel itself.
backend_probe_ipv6() { # INTERFACE ADDRESS
    [ "$(cat "/proc/sys/net/ipv6/conf/$1/disable_ipv6" 2>/dev/null)" = 0 ] || refuse "$1 can't be asked: IPv6 is off there" 1
    ip -6 addr add "$2/128" dev "$1" valid_lft 60 preferred_lft 0 2>/dev/null || refuse "$1 can't be asked; is it up?" 1
    backend_duplicates >/dev/null
    if [ -n "$(ip -o -6 addr show dev "$1" to "$2/128")" ]; then
        ip -6 addr del "$2/128" dev "$1" 2>/dev/null || :
        echo free
    else
        echo taken
    fi
}

# backend_duplicates: the IPv6 addresses of this machine that another one has, when the kernel has found out, at most 4 s
backend_duplicates() {
    waited=0
    while ip -o -6 addr show tentative scope global | grep -qv dadfailed && [ $waited -lt 40 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    ip -o -6 addr show scope global | awk '/ dadfailed/ { print $4, "on", $2 }'
}

system_service() { # stop|start|restart SERVICE
    run systemctl "$1" "$2"
}

backend_ssh() { # on|off
    case $1 in
        on) run systemctl enable --now ssh ;;
        off) run systemctl disable --now ssh ;;
    esac
}

backend_ssh_show() {
    if systemctl is-active --quiet ssh; then echo on; else echo off; fi
}
