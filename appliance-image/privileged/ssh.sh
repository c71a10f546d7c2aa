# Login over SSH: on or off, and whose keys open it. Sourced by connector-privileged.
# shellcheck shell=sh disable=SC2154

# sshd.conf names it; the menu's user reads it and can't write it
ssh_keys_file=$state/connector-menu.keys
most_keys=16

# A line a key: its fingerprint and its kind.
ssh_keys() {
    [ -s "$ssh_keys_file" ] || return 0
    # its own exit code: the one of a pipe is awk's
    listed=$(ssh-keygen -l -f "$ssh_keys_file") || refuse "ssh-keygen can't read the keys" 1
    echo "$listed" | awk '{ print $2, $1, $NF }'
}

# ssh_add_key KIND BASE64: the key opens the menu and a terminal for it, and forwards nothing
ssh_add_key() {
    lines=$state/key.$$
    trap 'code=$?; rm -f "$lines"; ended $code' EXIT
    echo "$1 $2" >"$lines"
    shown=$(ssh-keygen -l -f "$lines" 2>/dev/null | awk '{ print $2, $1, $NF }')
    [ -n "$shown" ] || refuse "that is no whole public key; copy the line of the .pub file"
    if echo "$shown" | awk '{ exit !($3 == "(RSA)" && $2 < 2048) }'; then refuse "an RSA key wants 2048 bits; better is ed25519"; fi
    keys=$(ssh_keys) || exit 1
    if echo "$keys" | grep -qF "${shown%% *} "; then refuse "this key opens already"; fi
    [ "$(echo "$keys" | grep -c .)" -lt $most_keys ] || refuse "there are $most_keys keys already; remove one"
    { [ ! -e "$ssh_keys_file" ] || cat "$ssh_keys_file"; echo "restrict,pty $1 $2"; } | put "$ssh_keys_file"
    # a power cut takes back nothing that was said to be done
    sync
    done_all
    echo "$shown"
}

# ssh_remove_key FINGERPRINT
ssh_remove_key() {
    keys=$(ssh_keys) || exit 1
    echo "$keys" | grep -qF "$1 " || refuse "no such key opens" 1
    lines=$state/key.$$
    trap 'code=$?; rm -f "$lines"; ended $code' EXIT
    # put writes beside it, and replaces it at the end
    # shellcheck disable=SC2094
    while IFS= read -r line; do
        echo "$line" >"$lines"
        [ "$(ssh-keygen -l -f "$lines" | awk '{ print $2 }')" = "$1" ] || echo "$line"
    done <"$ssh_keys_file" | put "$ssh_keys_file"
    sync
    # whatever went wrong in between: it is done when the key opens no more, and not before
    keys=$(ssh_keys) || exit 1
    if echo "$keys" | grep -qF "$1 "; then fell "remove the key: it opens still"; fi
    done_all
}
