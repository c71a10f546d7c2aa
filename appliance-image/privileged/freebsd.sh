# FreeBSD: rc.conf(5) by sysrc(8), resolv.conf(5), and the base system's rc.d scripts. Sourced by connector-privileged.
# shellcheck shell=sh disable=SC2154

leases=/var/db

backend_interfaces() {
    found=
    for link in $(ifconfig -l); do
        case $link in
            lo[0-9]* | pflog* | enc* | pfsync*) ;;
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
    daemon -f -o /var/log/connector-privileged.log "$@"
}

backend_locked() { # FILE COMMAND...
    lock=$1
    shift
    exec lockf -k -t 60 "$lock" "$@"
}

backend_show() {
    echo "hostname $(hostname)"
    for link in $(backend_interfaces); do
        ifconfig "$link" | awk -v name="$link" '
            NR == 1 { for (i = 1; i < NF; i++) if ($i == "mtu") mtu = $(i + 1) }
            $1 == "ether" { mac = $2 }
            $1 == "status:" { state = $2 == "active" ? "up" : "down" }
            END { print "interface", name, mac == "" ? "-" : mac, state == "" ? "unknown" : state, mtu }'
        show_lease "$link"
        ifconfig -f inet:cidr,inet6:cidr "$link" | awk -v name="$link" '
            $1 == "inet" || ($1 == "inet6" && $2 !~ /^fe80/) { print "address", name, $2 }'
    done
    netstat -rn | awk '$1 == "default" && $2 ~ /^[0-9a-f.:]+$/ { print "gateway", $4, $2 }'
    awk '$1 == "nameserver" { print "nameserver", $2 }
         $1 == "search" { for (i = 2; i <= NF; i++) print "search", $i }' /etc/resolv.conf 2>/dev/null || :
    awk '$1 == "server" || $1 == "pool" { print "ntp", $2 }' /etc/ntp.conf 2>/dev/null || :
    # ntpq(8), system status word: nothing when no ntpd runs
    ntpq -c rv 2>/dev/null | awk '/leap_/ { print "clock", /leap_alarm|sync_unspec/ ? "unsynchronized" : "synchronized"; exit }' || :
}

# show_lease INTERFACE: the last lease of dhclient.leases(5); its times are UTC
show_lease() {
    [ "$(of ipv4 "$1" "$state/current" 2>/dev/null)" = dhcp ] && [ -s "$leases/dhclient.leases.$1" ] || return 0
    awk -v name="$1" '
        $1 == "option" && $2 == "dhcp-server-identifier" { server = $3 }
        $1 == "expire" { expires = $3 "T" $4 "Z" }
        END { gsub(";", "", server); gsub(";", "", expires); gsub("/", "-", expires)
              if (server != "") print "lease", name, server, expires }' "$leases/dhclient.leases.$1"
}

# backend_unknown: what the settings can't say
backend_unknown() {
    for link in $(backend_interfaces); do
        [ "$(ifconfig -f inet:cidr "$link" | awk '$1 == "inet"' | wc -l)" -le 1 ] || echo "more than one IPv4 address on $link"
    done
    case $(sysrc -qn static_routes 2>/dev/null) in
        "" | NO | connector*) ;;
        *) echo "static_routes in rc.conf" ;;
    esac
}

backend_capture() {
    echo "hostname $(hostname)"
    for link in $(backend_interfaces); do
        case $(sysrc -qn "ifconfig_$link" 2>/dev/null || sysrc -qn ifconfig_DEFAULT 2>/dev/null) in
            *[Dd][Hh][Cc][Pp]*) echo "ipv4 $link dhcp" ;;
            *inet*)
                address=$(ifconfig -f inet:cidr "$link" | awk '$1 == "inet" { print $2; exit }')
                gateway=$(netstat -rn -f inet | awk -v name="$link" '$1 == "default" && $4 == name { print $2; exit }')
                [ -z "$address" ] || echo "ipv4 $link static $address${gateway:+ $gateway}"
                ;;
        esac
        case $(sysrc -qn "ifconfig_${link}_ipv6" 2>/dev/null) in
            *accept_rtadv*) echo "ipv6 $link auto" ;;
            *inet6*)
                address=$(ifconfig -f inet6:cidr "$link" | awk '$1 == "inet6" && $2 !~ /^fe80/ { print $2; exit }')
                gateway=$(netstat -rn -f inet6 | awk -v name="$link" '$1 == "default" && $4 == name { print $2; exit }')
                [ -z "$address" ] || echo "ipv6 $link static $address${gateway:+ $gateway}"
                ;;
        esac
    done
    for link in $(backend_interfaces); do
        mtu=$(ifconfig "$link" | awk 'NR == 1 { for (i = 1; i < NF; i++) if ($i == "mtu") print $(i + 1) }')
        [ "$mtu" = 1500 ] || echo "mtu $link $mtu"
    done
    backend_show | grep -E '^(nameserver|search) ' || :
}

backend_write() { # FILE
    name=$(words hostname "$1")
    if [ -n "$name" ]; then
        run sysrc -q "hostname=$name"
        write_hosts "$name" | put /etc/hosts
    fi
    run sysrc -q defaultrouter=NO ipv6_defaultrouter=NO
    for link in $(affected "$1"); do
        mtu=$(of mtu "$link" "$1")
        # the words are checked settings
        # shellcheck disable=SC2046
        write_ipv4 "$link" "${mtu:+ mtu $mtu}" $(of ipv4 "$link" "$1")
        # shellcheck disable=SC2046
        write_ipv6 "$link" $(of ipv6 "$link" "$1")
    done
    write_routes "$1"
    write_dhclient "$1" | put /etc/dhclient.conf
    if [ -n "$(words nameserver "$1")" ] || ! grep -q '^ipv4 [^ ]* dhcp$' "$1"; then
        write_resolver "$1" | put /etc/resolv.conf
        echo 'resolvconf="NO"' | put /etc/resolvconf.conf
    else
        run rm -f /etc/resolvconf.conf
    fi
    write_time "$1"
}

write_time() { # FILE: none wanted puts the system's own servers back
    if [ -n "$(words ntp "$1")" ]; then
        time_changes
        [ "$(head -n 1 /etc/ntp.conf 2>/dev/null)" = "# written by the connector" ] || [ ! -e /etc/ntp.conf ] || run cp /etc/ntp.conf "$state/ntp.conf"
        write_ntp "$1" | put /etc/ntp.conf
        run sysrc -q ntpd_enable=YES ntpd_sync_on_start=YES
    elif [ -e "$state/ntp.conf" ]; then
        time_changes
        run cp "$state/ntp.conf" /etc/ntp.conf
        run rm -f "$state/ntp.conf"
    fi
}

write_ipv4() { # INTERFACE MTU [dhcp|off|static ADDRESS [GATEWAY]]
    case ${3:-off} in
        off) run sysrc -q "ifconfig_$1=up$2" ;;
        dhcp) run sysrc -q "ifconfig_$1=DHCP$2" ;;
        static)
            run sysrc -q "ifconfig_$1=inet $4$2"
            [ -z "${5:-}" ] || run sysrc -q "defaultrouter=$5"
            ;;
    esac
}

write_ipv6() { # INTERFACE [auto|off|static ADDRESS [GATEWAY]]
    case ${2:-off} in
        off) run sysrc -q "ifconfig_$1_ipv6=" ;;
        auto) run sysrc -q "ifconfig_$1_ipv6=inet6 accept_rtadv" ;;
        static)
            run sysrc -q "ifconfig_$1_ipv6=inet6 ${3%/*} prefixlen ${3#*/}"
            case ${4:-} in
                "") ;;
                # a router's link-local address is one only together with its link
                [fF][eE]80:*) run sysrc -q "ipv6_defaultrouter=$4%$1" ;;
                *) run sysrc -q "ipv6_defaultrouter=$4" ;;
            esac
            ;;
    esac
}

write_routes() { # FILE
    four='' six='' number=0
    while read -r keyword destination gateway; do
        [ "$keyword" = route ] || continue
        number=$((number + 1))
        case $destination in
            *:*) six="$six connector$number" && run sysrc -q "ipv6_route_connector$number=$destination $gateway" ;;
            *) four="$four connector$number" && run sysrc -q "route_connector$number=-net $destination $gateway" ;;
        esac
    done <"$1"
    run sysrc -q "static_routes=${four# }" "ipv6_static_routes=${six# }"
}

# The start of a process is told by ps(1) in time of day, which moves when ntpd sets the clock: its command line has to do.
backend_birth() { # PID
    echo unknown
}

write_ntp() { # FILE
    echo "# written by the connector"
    words ntp "$1" | sed 's/.*/server & iburst/'
    echo "restrict default limited kod nomodify notrap noquery nopeer"
    echo "restrict 127.0.0.1"
    echo "restrict ::1"
}

# What goes down goes down by the old rc.conf, and routes come last: to stop routing later would flush those that a lease
# brought.
backend_apply() { # FILE
    run service routing stop
    for link in $(affected "$1"); do
        ! backend_has_interface "$link" || run service netif stop "$link"
    done
    backend_write "$1"
    name=$(words hostname "$1")
    [ -z "$name" ] || run hostname "$name"
    for link in $(affected "$1"); do
        backend_has_interface "$link" || continue
        # rc.conf without an mtu leaves the one that is in force
        [ -n "$(of mtu "$link" "$1")" ] || run ifconfig "$link" mtu 1500
        run service netif start "$link"
    done
    run service routing start
    time_settles service ntpd restart
}

# rc(8) itself brings the network up after this, from what backend_write wrote
backend_boot() { # FILE
    backend_write "$1"
    # ntpd starts after this, with what was written
    run rm -f "$state/time-changed"
}

backend_renew() { # INTERFACE
    [ "$(of ipv4 "$1" "$state/current" 2>/dev/null)" = dhcp ] || refuse "$1 has no address by DHCP"
    run service dhclient restart "$1"
}

# RFC 5227, section 2.1.1: a probe has no sender's address; net/arping answers 0 when somebody did
backend_probe() { # INTERFACE ADDRESS
    command -v arping >/dev/null || refuse "arping is not installed" 1
    ifconfig "$1" up >/dev/null
    if arping -q -0 -c 2 -w 3 -I "$1" "$2" >/dev/null 2>&1; then
        echo taken
    else
        echo free
    fi
}

# The kernel asks around before it uses an address (RFC 4862, section 5.4); it is added for these seconds alone, and not used.
backend_probe_ipv6() { # INTERFACE ADDRESS
    ifconfig "$1" inet6 "$2" prefixlen 128 pltime 0 vltime 5 alias 2>/dev/null || refuse "$1 can't be asked; is it up?" 1
    taken=$(backend_duplicates | tr '\n' ' ')
    ifconfig "$1" inet6 "$2" -alias 2>/dev/null || :
    case $taken in
        *"/128 on $1 "*) echo taken ;;
        *) echo free ;;
    esac
}

# backend_duplicates: the IPv6 addresses of this machine that another one has, when the kernel has found out, at most 4 s
backend_duplicates() {
    waited=0
    while ifconfig -a inet6 | grep -q ' tentative' && [ $waited -lt 40 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    for link in $(backend_interfaces); do
        ifconfig -f inet6:cidr "$link" | awk -v name="$link" '$1 == "inet6" && / duplicated/ { print $2, "on", name }'
    done
}

system_service() { # stop|start|restart SERVICE
    run service "$2" "$1"
}

backend_ssh() { # on|off
    case $1 in
        on) run sysrc -q sshd_enable=YES && run service sshd start ;;
        off) run sysrc -q sshd_enable=NO && run service sshd onestop ;;
    esac
}

backend_ssh_show() {
    if service sshd onestatus >/dev/null 2>&1; then echo on; else echo off; fi
}
