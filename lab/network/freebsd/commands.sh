#!/bin/sh
# FreeBSD's own commands as far as the back end uses them, for a machine that isn't FreeBSD: told apart by the name it is
# called by. rc.conf's variables lie in /etc/rc.conf; each call of a service is noted in /run/called.
set -eu
called=${0##*/}
case $called in
    uname) echo FreeBSD ;;
    sysrc)
        touch /etc/rc.conf
        quiet=no name=no
        while getopts qn option; do
            case $option in
                q) quiet=yes ;;
                n) name=yes ;;
                *) exit 2 ;;
            esac
        done
        shift $((OPTIND - 1))
        for each in "$@"; do
            case $each in
                *=*)
                    grep -v "^${each%%=*}=" /etc/rc.conf >/etc/rc.conf.new || :
                    printf '%s="%s"\n' "${each%%=*}" "${each#*=}" >>/etc/rc.conf.new
                    mv /etc/rc.conf.new /etc/rc.conf
                    [ $quiet = yes ] || echo "$each"
                    ;;
                *)
                    value=$(sed -n "s/^$each=\"\(.*\)\"$/\1/p" /etc/rc.conf)
                    grep -q "^$each=" /etc/rc.conf || exit 1
                    [ $name = yes ] && echo "$value" || echo "$each: $value"
                    ;;
            esac
        done
        ;;
    service)
        echo "service $*" >>/run/called
        [ "$1/${2:-}" != sshd/onestatus ] || test -e /run/sshd
        ;;
    daemon)
        while getopts fo: option; do :; done
        shift $((OPTIND - 1))
        setsid "$@" </dev/null >>/run/daemon.log 2>&1 &
        ;;
    lockf)
        while getopts kt: option; do :; done
        shift $((OPTIND - 1))
        exec flock "$@"
        ;;
    ifconfig)
        case $* in
            -l) echo "vmx0 vmx1 lo0" ;;
            *" mtu "* | *alias*) echo "$*" >>/run/set ;;
            "-a inet6") ;;
            "-f inet6:cidr vmx0") [ ! -e /run/duplicated ] || printf 'vmx0: flags=8863<UP,BROADCAST,RUNNING> metric 0 mtu 1500\n\tinet6 2001:db8:1::66/128 duplicated pltime 0 vltime 5\n' ;;
            *cidr*vmx0) printf 'vmx0: flags=8863<UP,BROADCAST,RUNNING> metric 0 mtu 1500\n\tether 00:50:56:00:00:01\n\tinet 192.0.2.10/24 broadcast 192.0.2.255\n\tinet6 fe80::250:56ff:fe00:1%%vmx0/64 scopeid 0x1\n\tinet6 2001:db8:1::10/64\n' ;;
            *vmx0) printf 'vmx0: flags=8863<UP,BROADCAST,RUNNING> metric 0 mtu 1500\n\tether 00:50:56:00:00:01\n\tinet 192.0.2.10 netmask 0xffffff00 broadcast 192.0.2.255\n\tstatus: active\n' ;;
            *) printf 'vmx1: flags=8822<BROADCAST> metric 0 mtu 1500\n\tether 00:50:56:00:00:02\n\tstatus: no carrier\n' ;;
        esac
        ;;
    netstat) printf 'Routing tables\n\nInternet:\nDestination        Gateway            Flags     Netif Expire\ndefault            192.0.2.1          UGS        vmx0\n192.0.2.0/24       link#1             U          vmx0\n' ;;
    arping)
        for address in "$@"; do :; done
        [ "$address" = 192.0.2.77 ]
        ;;
esac
