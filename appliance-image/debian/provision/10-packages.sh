# The stand-in's packages are in its root already (debian/root.sh): what is listed is held against what is there.
. "$sources/provision/paths.sh"

missing=
while read -r package; do
    case $package in
        "" | "#"*) continue ;;
    esac
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done <"$sources/debian/packages.list"
if [ -n "$missing" ]; then
    echo "these packages are missing:$missing" >&2
    exit 1
fi
