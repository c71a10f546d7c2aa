# What is in it, for the bill of materials: NAME<TAB>VERSION<TAB>ARCHITECTURE<TAB>LICENCE, the system itself first.
. "$sources/provision/paths.sh"

share=/usr/local/share/server-migration-connector
mkdir -p "$share"
{
    printf 'FreeBSD\t%s\tamd64\tBSD-2-Clause\n' "$(freebsd-version)"
    # %L is a line for each licence
    pkg query '%n\t%v\t%q' | sort | while read -r name version architecture; do
        printf '%s\t%s\t%s\t%s\n' "$name" "$version" "$architecture" "$(pkg query '%L' "$name" | paste -sd ' ' -)"
    done
} >"$share/packages.tsv"
