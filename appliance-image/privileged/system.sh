# The daemon, the machine and the SSH service. Sourced by connector-privileged.
# shellcheck shell=sh

system_restart_daemon() {
    system_service restart server-migration-connector
}

system_reboot() {
    run shutdown -r now
}

system_power_off() {
    case $(uname -s) in
        FreeBSD) run shutdown -p now ;;
        *) run shutdown -P now ;;
    esac
}
