# A change of the network: applied, then confirmed or taken back. Sourced by connector-privileged; backend_* is the
# system's own part (freebsd.sh, linux.sh).
# shellcheck shell=sh disable=SC2154,SC2034

# In their order. A kill or a power cut in
#   saving      changed nothing yet
#   prepared    changed nothing yet, and the old settings are on disk
#   applying    may have changed anything: the old settings are put in force
#   waiting     changed all: likewise, nobody has confirmed
#   confirming  somebody has: the new settings are kept
#   reverting   is reverted again, from the start
phases='saving prepared applying waiting confirming reverting'

# words KEYWORD FILE: the settings of that keyword, without it
words() {
    sed -n "s/^$1 //p" "$2"
}

# of KEYWORD INTERFACE FILE: what the interface has of it
of() {
    sed -n "s/^$1 $2 //p" "$3"
}

# affected FILE: the interfaces that these settings name, or those in force, or those of the change that waits. One that
# the settings don't name is left without an address.
affected() {
    cat "$1" "$state/current" "$pending/wanted" 2>/dev/null | awk '$1 == "ipv4" || $1 == "ipv6" { print $2 }' | sort -u
}

write_resolver() {
    echo "# written by the connector"
    words nameserver "$1" | sed 's/^/nameserver /'
    domains=$(words search "$1" | tr '\n' ' ')
    [ -z "$domains" ] || echo "search ${domains% }"
}

# write_hosts NAME: the machine knows its own name, whatever its name servers say or whether they answer. Its certificate and
# the check of the name that a browser asked for rely on that.
write_hosts() {
    short=${1%%.*}
    [ "$short" != "$1" ] || short=
    grep -v '# its own name, written by the connector$' /etc/hosts 2>/dev/null || :
    echo "127.0.0.1 $1${short:+ $short} # its own name, written by the connector"
}

# dhclient.conf(5)
write_dhclient() {
    echo "# written by the connector"
    echo "timeout 30;"
    echo "retry 10;"
    echo "request subnet-mask, broadcast-address, routers, domain-name, domain-name-servers, domain-search, interface-mtu;"
    name=$(words hostname "$1")
    [ -z "$name" ] || echo "send host-name \"$name\";"
    servers=$(words nameserver "$1" | tr '\n' ',')
    [ -z "$servers" ] || echo "supersede domain-name-servers ${servers%,};"
    domains=$(words search "$1" | sed 's/.*/"&"/' | tr '\n' ',')
    [ -z "$domains" ] || echo "supersede domain-search ${domains%,};"
}

# enter PHASE: on disk before it begins
enter() {
    echo "$1" >"$pending/phase.new" || return 1
    mv "$pending/phase.new" "$pending/phase" || return 1
    sync
}

phase_now() {
    cat "$pending/phase" 2>/dev/null || echo saving
}

# keep FILE: makes a copy of it the settings in force, on disk
keep() {
    cp "$1" "$state/current.new" && sync && mv "$state/current.new" "$state/current" && sync
}

# finish OUTCOME: tells it to whoever asks after the change, and lets the next one begin
finish() {
    { echo "$(cat "$pending/id" 2>/dev/null || echo none) $1 $(cat "$pending/reason" 2>/dev/null)" >"$state/outcome.new" &&
        mv "$state/outcome.new" "$state/outcome"; } || :
    rm -rf "$state/ended" && mv "$pending" "$state/ended" && rm -rf "$state/ended" && sync
}

# runs_as PID PATTERN: whether that process has such a command line; its number may be another's by now
runs_as() {
    command_line=$(ps -ww -p "$1" -o args= 2>/dev/null) || return 1
    # the pattern is one
    # shellcheck disable=SC2254
    case $command_line in
        $2) return 0 ;;
    esac
    return 1
}

# carry: this process carries the change out from now on
carry() {
    echo "$$ $(backend_birth $$)" >"$pending/pid"
}

carried_out() { # whether the process that carries out the change lives, and not another that has got its number since
    [ -s "$pending/pid" ] || return 1
    read -r carrier birth <"$pending/pid"
    # whoever asks is not the one
    [ "$carrier" != $$ ] && [ "$birth" = "$(backend_birth "$carrier")" ] || return 1
    for doing in "carry-out $(cat "$pending/id" 2>/dev/null)" 'apply *' tend; do
        ! runs_as "$carrier" "*connector-privileged network $doing" || return 0
    done
    return 1
}

# time_changes, time_settles COMMAND...: other time servers are about to be written; whatever asks them starts anew. What lies
# between is on disk: who is killed there leaves the rest to whoever applies settings next.
time_changes() {
    run touch "$state/time-changed"
    time_changed=yes
}

time_settles() {
    [ "${time_changed:-no}" = yes ] || [ -e "$state/time-changed" ] || return 0
    if ! command -v "$1" >/dev/null || try "$@"; then
        run rm -f "$state/time-changed"
        time_changed=no
    fi
}

network_settings() {
    [ -s "$state/current" ] || backend_capture
    [ ! -s "$state/current" ] || cat "$state/current"
}

network_plan() {
    read_settings
    plan=yes
    backend_apply "$settings"
}

network_apply() {
    read_settings
    network_tend
    mkdir "$pending" 2>/dev/null || refuse "another change waits to be confirmed; confirm it or revert it first" 4
    carry
    enter saving
    [ -s "$state/current" ] || network_adopt
    head -c 8 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$pending/id"
    echo "$1" >"$pending/seconds"
    mv "$settings" "$pending/wanted"
    enter prepared
    id=$(cat "$pending/id")
    backend_detach "$0" network carry-out "$id"
    await_carrier
    echo "change $id $1"
}

# Until the process that carries it out has written down its own number, nobody else may look whether it lives.
await_carrier() {
    waited=0
    while [ "$(sed 's/ .*//' "$pending/pid" 2>/dev/null)" = $$ ] && [ $waited -lt 100 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
}

# The first change: what is in force is what it goes back to. What these settings can't say would be lost by going back.
network_adopt() {
    unknown=$(backend_unknown)
    if [ -n "$unknown" ]; then
        rm -rf "$pending"
        refuse "this machine's network has what these settings can't say, and going back would lose it: $unknown"
    fi
    backend_capture >"$state/current.new" && mv "$state/current.new" "$state/current"
}

network_carry_out() { # ID
    if [ "$(phase_now)" != prepared ] || [ "$(cat "$pending/id")" != "$1" ]; then refuse "this change is not prepared" 3; fi
    carry
    # the answer to whoever asked leaves over the old address
    sleep 1
    enter applying || { finish reverted && refuse "the disk takes nothing more; nothing was changed" 1; }
    if put_in_force "$pending/wanted" && none_duplicate && enter waiting; then
        await_confirmation "$(cat "$pending/seconds")"
    fi
    if marked confirmed; then
        network_keep
    else
        network_restore reverted
    fi
}

# put_in_force FILE: every line of it, even when one fails; whether none did
put_in_force() {
    rm -f "$failures"
    set +e
    backend_apply "$1"
    set -e
    [ ! -e "$failures" ] || { rm -f "$failures" && return 1; }
}

# none_duplicate: whether no other machine has one of the addresses that were put in force; what was asked before may have
# come up since
none_duplicate() {
    taken=$(backend_duplicates)
    [ -n "$taken" ] || return 0
    because "another machine has $(echo "$taken" | tr '\n' ' ')"
    return 1
}

# because REASON: why the change is taken back, for whoever asks how it ended
because() {
    printf 'connector-privileged: %s\n' "$1" >&2
    printf '%s\n' "${1% }" >"$pending/reason" || :
}

# mark WHAT ID, marked WHAT: a mark is meant for one change alone, so one that comes late does nothing to the next
mark() {
    { echo "$2" >"$pending/$1.new" && mv "$pending/$1.new" "$pending/$1"; } 2>/dev/null || :
}

marked() {
    [ -s "$pending/$1" ] && [ "$(cat "$pending/$1")" = "$(cat "$pending/id")" ]
}

await_confirmation() { # SECONDS, counted by sleeps: the clock may be set meanwhile
    left=$1
    while [ "$left" -gt 0 ] && [ -d "$pending" ] && ! marked confirmed && ! marked unwanted; do
        { echo "$left" >"$pending/left.new" && mv "$pending/left.new" "$pending/left"; } 2>/dev/null || :
        sleep 1
        left=$((left - 1))
    done
}

network_keep() {
    enter confirming
    keep "$pending/wanted"
    finish confirmed
}

network_restore() { # OUTCOME
    enter reverting || :
    tries=3
    until put_in_force "$state/current"; do
        tries=$((tries - 1))
        # what was written down stays for tend: a full disk has room again some day
        [ $tries -gt 0 ] || refuse "the old settings could not be put back whole; it is tried again" 1
        sleep 10
    done
    finish "$1"
}

network_confirm() { # ID
    [ "$(cat "$pending/id" 2>/dev/null)" = "$1" ] || refuse "the change $1 does not wait; it was confirmed or reverted before" 3
    carried_out || { "$0" network tend && refuse "the change $1 was reverted: its process had ended" 3; }
    [ "$(phase_now)" = waiting ] || refuse "the change $1 is not in force yet; try again in a moment" 4
    mark confirmed "$1"
    network_outcome "$1"
    [ "$outcome" = confirmed ] || refuse "the change $1 was reverted: its time was over" 3
}

network_revert() { # [ID]: without one, the change that waits
    [ -d "$pending" ] || refuse "no change waits" 3
    waiting=$(cat "$pending/id" 2>/dev/null || echo none)
    [ "${1:-$waiting}" = "$waiting" ] || refuse "the change $1 does not wait; it was confirmed or reverted before" 3
    mark unwanted "$waiting"
    carried_out || "$0" network tend
    network_outcome "$waiting"
}

network_ended() {
    [ ! -s "$state/outcome" ] || sed 's/ *$//; s/^/ended /' "$state/outcome"
}

network_outcome() { # ID: waits for its end, at most 20 s; sets $outcome
    waited=0
    while [ "$(cat "$pending/id" 2>/dev/null)" = "$1" ] && [ $waited -lt 100 ]; do
        sleep 0.2
        waited=$((waited + 1))
    done
    [ "$(cat "$pending/id" 2>/dev/null)" != "$1" ] || refuse "the change has not ended within 20 s; ask again with: network pending" 1
    outcome=$(sed -n "s/^$1 \([a-z]*\).*/\1/p" "$state/outcome" 2>/dev/null)
}

network_pending() {
    [ -d "$pending" ] || return 0
    left=$(cat "$pending/left" 2>/dev/null || cat "$pending/seconds" 2>/dev/null || echo 0)
    echo "change $(cat "$pending/id" 2>/dev/null || echo none) $(phase_now) $left"
}

network_tend() {
    [ -d "$pending" ] || return 0
    ! carried_out || return 0
    carry || :
    network_end_abandoned
}

network_end_abandoned() {
    logged "$caller: network tend: nobody carries out the change any more that is $(phase_now)"
    case $(phase_now) in
        saving) finish reverted ;;
        prepared | applying | waiting | reverting) network_restore reverted ;;
        confirming) network_keep ;;
    esac
    logged "$caller: network tend: it is $(sed 's/^[^ ]* //; s/ .*//' "$state/outcome")"
}

# Only while nothing was ever applied: whoever the first boot's properties come from is the machine's owner once, not later.
network_first_boot() {
    read_settings
    if [ -s "$state/current" ] || [ -d "$pending" ]; then refuse "this is no first boot: settings were applied before" 4; fi
    keep "$settings"
}

network_boot() {
    ! carried_out || refuse "a change is under way; confirm it or revert it first" 4
    if [ -d "$pending" ]; then
        case $(phase_now) in
            confirming) network_keep ;;
            *) finish reverted ;;
        esac
    fi
    [ ! -s "$state/current" ] || { set +e && backend_boot "$state/current"; }
    return 0
}
