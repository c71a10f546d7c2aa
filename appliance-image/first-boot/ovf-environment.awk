# Reads an OVF environment (DSP0243, section 11) and prints "KEY VALUE" for each property that was asked for in -v known="KEY …".
# For POSIX awk; FreeBSD's is the one true awk. Strangers write what is read here: whatever is not plain XML of elements and
# attributes is refused, above all a document type, so that there are no entities but XML's own five. Ends with 1 and a reason.

function refuse(reason) {
    print reason | "cat >&2"
    close("cat >&2")
    failed = 1
    exit 1
}

function local_part(name) {
    sub(/^.*:/, "", name)
    return name
}

# Characters beyond ASCII come as JSON writes them: awks differ in what they print, and only set-up documents may have them.
function written(code) {
    if (code == 9 || code == 10 || code == 13) return " "
    if (code < 32 || code == 127 || (code >= 55296 && code <= 57343) || code > 1114111) refuse("it has a reference to no character")
    if (code < 127) return sprintf("%c", code)
    if (code < 65536) return sprintf("\\u%04x", code)
    code -= 65536
    return sprintf("\\u%04x\\u%04x", 55296 + int(code / 1024), 56320 + code % 1024)
}

function number(digits, base,    value, i, digit) {
    if (digits == "" || length(digits) > 8) refuse("it has a reference to no character")
    value = 0
    for (i = 1; i <= length(digits); i++) {
        digit = index("0123456789abcdef", tolower(substr(digits, i, 1))) - 1
        if (digit < 0 || digit >= base) refuse("it has a reference to no character")
        value = value * base + digit
    }
    return value
}

function plain(text,    result, at, end, name) {
    result = ""
    while ((at = index(text, "&")) > 0) {
        result = result substr(text, 1, at - 1)
        text = substr(text, at + 1)
        end = index(text, ";")
        if (end < 2 || end > 12) refuse("it has an & that begins no reference")
        name = substr(text, 1, end - 1)
        text = substr(text, end + 1)
        if (name in named) result = result named[name]
        else if (substr(name, 1, 2) == "#x") result = result written(number(substr(name, 3), 16))
        else if (substr(name, 1, 1) == "#") result = result written(number(substr(name, 2), 10))
        else refuse("it names an entity that XML has not of itself")
    }
    return result text
}

# Takes a name from the front of rest.
function take_name(    name) {
    if (!match(rest, /^[A-Za-z_][A-Za-z0-9_.:-]*/)) refuse("it has a tag without a name")
    name = substr(rest, 1, RLENGTH)
    rest = substr(rest, RLENGTH + 1)
    return name
}

function skip_blanks() {
    if (match(rest, /^[ \t\r\n]+/)) rest = substr(rest, RLENGTH + 1)
}

# Takes the attributes of a tag into attribute[]; returns how the tag ends: ">" or "/>".
function take_attributes(    name, quote, end, value, count) {
    split("", attribute)
    for (count = 0; count <= 32; count++) {
        skip_blanks()
        if (substr(rest, 1, 1) == ">") { rest = substr(rest, 2); return ">" }
        if (substr(rest, 1, 2) == "/>") { rest = substr(rest, 3); return "/>" }
        name = take_name()
        skip_blanks()
        if (substr(rest, 1, 1) != "=") refuse("it has an attribute without a value")
        rest = substr(rest, 2)
        skip_blanks()
        quote = substr(rest, 1, 1)
        if (quote != "\"" && quote != "'") refuse("it has an attribute without quotes")
        rest = substr(rest, 2)
        end = index(rest, quote)
        if (end == 0) refuse("it has an attribute without an end")
        value = substr(rest, 1, end - 1)
        rest = substr(rest, end + 1)
        if (index(value, "<")) refuse("it has a < in an attribute")
        if (name in attribute) refuse("it has an attribute twice")
        gsub(/[\t\r\n]/, " ", value)
        attribute[name] = plain(value)
    }
    refuse("it has a tag with more than 32 attributes")
}

function property(    name, key, value, keys, values) {
    for (name in attribute) {
        if (local_part(name) == "key") { key = attribute[name]; keys++ }
        if (local_part(name) == "value") { value = attribute[name]; values++ }
    }
    if (keys != 1 || values != 1) refuse("it has a property without a key or a value")
    if (!(key in wanted)) return
    if (key in told) refuse("it has the property " key " twice")
    told[key] = 1
    if (value ~ /[\001-\037\177]/) refuse("the property " key " has a control character")
    if (value != "") answer = answer key " " value "\n"
}

function take_tag(    name, ending) {
    name = take_name()
    ending = take_attributes()
    if (++tags > 2000) refuse("it has more than 2000 elements")
    if (depth == 0 && (tags > 1 || local_part(name) != "Environment")) refuse("it is no OVF environment")
    if (depth == 2 && local_part(name) == "Property" && local_part(open[2]) == "PropertySection") property()
    if (ending == "/>") return
    if (++depth > 16) refuse("its elements are nested more than 16 deep")
    open[depth] = name
}

function take_end(    name) {
    name = take_name()
    skip_blanks()
    if (depth == 0 || open[depth] != name || substr(rest, 1, 1) != ">") refuse("its elements are not closed in their order")
    rest = substr(rest, 2)
    depth--
}

# Leaves out what begins here, to the end of the mark.
function skip_to(mark,    end) {
    end = index(rest, mark)
    if (end == 0) refuse("it breaks off")
    rest = substr(rest, end + length(mark))
}

BEGIN {
    named["lt"] = "<"; named["gt"] = ">"; named["amp"] = "&"; named["quot"] = "\""; named["apos"] = "'"
    count = split(known, keys, " ")
    for (i = 1; i <= count; i++) wanted[keys[i]] = 1
}

{ whole = whole $0 "\n" }

END {
    if (failed) exit 1
    rest = whole
    while ((at = index(rest, "<")) > 0) {
        rest = substr(rest, at + 1)
        first = substr(rest, 1, 1)
        if (first == "?") skip_to("?>")
        else if (substr(rest, 1, 3) == "!--") skip_to("-->")
        else if (first == "!") refuse("it has a document type or the like, which no OVF environment has")
        else if (first == "/") { rest = substr(rest, 2); take_end() }
        else take_tag()
    }
    if (tags == 0) refuse("it is no XML")
    if (depth > 0) refuse("it breaks off")
    printf "%s", answer
}
