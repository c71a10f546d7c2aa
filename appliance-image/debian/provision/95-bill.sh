# What is in it, for the bill of materials: NAME<TAB>VERSION<TAB>ARCHITECTURE<TAB>LICENCE, the system itself first.
. "$sources/provision/paths.sh"

share=/usr/local/share/server-migration-connector
mkdir -p "$share"
{
    printf 'debian\t%s\tamd64\t\n' "$(cat /etc/debian_version)"
    # Debian says licences in prose, in each package's copyright file
    dpkg-query -W -f '${db:Status-Status} ${Package}\t${Version}\t${Architecture}\t\n' | sed -n 's/^installed //p' | sort
} >"$share/packages.tsv"
