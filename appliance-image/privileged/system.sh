# The daemon, the machine and its doors. Sourced by connector-privileged.
# shellcheck shell=sh disable=SC2154

service=server-migration-connector
daemon_home=/var/db/$service
daemon_logs=/var/log/$service
daemon_settings=/usr/local/etc/$service

# done_all: whether every command that was run did not fail
done_all() {
    [ ! -e "$failures" ] || { rm -f "$failures" && exit 1; }
}

system_restart_daemon() {
    system_service restart $service
    done_all
}

system_reboot() {
    run shutdown -r now
    done_all
}

system_power_off() {
    case $system in
        freebsd) run shutdown -p now ;;
        *) run shutdown -P now ;;
    esac
    done_all
}

# What a power cut leaves undone is finished at the next start, before the daemon's (network boot).
system_factory_reset() {
    : >"$state/factory-reset" && sync
    system_service stop $service
    system_finish_reset
    system_service start $service
    done_all
}

# Sets of bundles stay, and what was seen of releases: an old one must not become acceptable by this. rm follows no link.
system_finish_reset() {
    [ -e "$state/factory-reset" ] || return 0
    for place in "$daemon_home" "$daemon_logs" "$daemon_settings"; do
        [ ! -d "$place" ] || find "$place" -mindepth 1 -maxdepth 1 ! -name sets ! -name upgrades -exec rm -rf {} + || fell "rm -rf $place"
    done
    # in the image the home's settings and logs lie elsewhere; the daemon's first settings come with its distribution
    relink "$daemon_settings" "$daemon_home/conf"
    relink "$daemon_logs" "$daemon_home/log"
    run rm -f "$state/shell" "$ssh_keys_file"
    sync
    [ -e "$failures" ] || run rm -f "$state/factory-reset"
}

# relink DIRECTORY LINK: where there is such a directory
relink() {
    [ ! -d "$1" ] || run ln -sfn "$1" "$2"
}

system_shell() { # on|off
    case $1 in
        on) : >"$state/shell" || fell "write $state/shell" ;;
        off) run rm -f "$state/shell" ;;
    esac
    done_all
}

system_shell_show() {
    if [ -e "$state/shell" ]; then echo on; else echo off; fi
}

os_upgrade=/usr/local/libexec/connector-os/os-upgrade

# The system is upgraded by a program of its own, which FreeBSD's appliance has; root's, as this one is.
needs_os_upgrade() {
    [ -x $os_upgrade ] || refuse "this appliance's system is not upgraded from here" 1
}

is_release() {
    case $1 in
        *[!A-Z0-9.-]*) refuse "not a release: $(shown "$1")" ;;
        [0-9]*.[0-9]*-RELEASE) ;;
        *) refuse "not a release, such as 15.2-RELEASE: $(shown "$1")" ;;
    esac
}

# os_upgrade_prepare [RELEASE]: takes from minutes to hours, so that it goes on when the caller ends
os_upgrade_prepare() {
    needs_os_upgrade
    standing=$($os_upgrade status) || refuse "how an upgrade of the system stands can't be told" 1
    case $standing in
        *"nothing is under way"*) backend_detach $os_upgrade prepare "$@" ;;
        *) refuse "an upgrade of the system is under way already" 4 ;;
    esac
}

# os_upgrade_try: it first has the connector look at everything, for longer than a caller waits
os_upgrade_try() {
    needs_os_upgrade
    standing=$($os_upgrade status) || refuse "how an upgrade of the system stands can't be told" 1
    case "
$standing" in
        *"
prepared: "*) backend_detach $os_upgrade try ;;
        *) refuse "nothing is prepared to its end" 3 ;;
    esac
}

os_upgrade_call() { # VERB
    needs_os_upgrade
    $os_upgrade "$1"
}
