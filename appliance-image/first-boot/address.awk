# Prints "ADDRESS/PREFIX[ GATEWAY]" for -v address= -v mask= -v gateway=, or ends with 1 and a reason: an appliance whose first
# address can't be reached is found by nobody.

function refuse(reason) {
    print reason | "cat >&2"
    close("cat >&2")
    exit 1
}

# The number of an IPv4 address; -1 for what is none.
function number(text,    part, count, i, value) {
    count = split(text, part, ".")
    if (count != 4) return -1
    value = 0
    for (i = 1; i <= 4; i++) {
        if (part[i] !~ /^[0-9]+$/ || length(part[i]) > 3 || part[i] > 255 || part[i] ~ /^0./) return -1
        value = value * 256 + part[i]
    }
    return value
}

# Bits of a prefix from "24", "/24" or a netmask; -1 for what is neither.
function bits(text,    value, count) {
    sub(/^\//, "", text)
    if (text ~ /^[0-9]+$/) {
        if (length(text) > 2) return -1
        # a part of a text is a text, which compares letter by letter: "8" is behind "32"
        text += 0
        return text >= 1 && text <= 32 ? text : -1
    }
    value = number(text)
    if (value <= 0) return -1
    count = 32
    while (value % 2 == 0) { value /= 2; count-- }
    return value == 2 ^ count - 1 ? count : -1
}

BEGIN {
    at = index(address, "/")
    if (at > 0 && mask != "") refuse("the address has a prefix already; leave netmask0 empty")
    if (at > 0) { mask = substr(address, at + 1); address = substr(address, 1, at - 1) }
    own = number(address)
    if (own < 0) refuse("'" address "' is not an IPv4 address")
    if (mask == "") refuse("the netmask is missing")
    prefix = bits(mask)
    if (prefix < 0) refuse("'" mask "' is not a netmask")
    size = 2 ^ (32 - prefix)
    base = own - own % size
    if (prefix < 31 && own == base) refuse(address " is the address of the network itself")
    if (prefix < 31 && own == base + size - 1) refuse(address " is the network's broadcast address")
    if (gateway != "") {
        router = number(gateway)
        if (router < 0) refuse("the gateway '" gateway "' is not an IPv4 address")
        if (router == own) refuse("the gateway is the machine's own address")
        if (router - router % size != base) refuse("the gateway " gateway " is not on the network of " address "/" prefix)
    }
    print address "/" prefix (gateway == "" ? "" : " " gateway)
}
