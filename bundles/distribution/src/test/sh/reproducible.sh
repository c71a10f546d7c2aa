#!/bin/sh
# Builds the checked-out commit a second time, elsewhere, and compares the archive with this checkout's, byte for byte.
# usage: reproducible.sh CHECKOUT, after the checkout's own distribution was built from the same commit
set -eu

checkout=$(cd "$1" && pwd)
again=$(mktemp -d)
trap 'rm -rf "$again"' EXIT

if [ -n "$(git -C "$checkout" status --porcelain -- bundles config pom.xml LICENSE NOTICE)" ]; then
    echo "reproducible: the checkout has changes that are not committed, so there is nothing to compare; commit or stash them, then run it again" >&2
    exit 1
fi
git clone --quiet --no-hardlinks "$checkout" "$again/a-place-with-another-name"
cd "$again/a-place-with-another-name"
# as in a checkout that was built before: a jar that is not carried any more
mkdir -p distribution/target/jars/bundles
: >distribution/target/jars/bundles/gone-1.0.jar
mvn --batch-mode --quiet -DskipTests -pl bundles/distribution -am package
for archive in distribution/target/server-migration-connector-*.tar.gz; do
    if ! cmp "$archive" "$checkout/$archive"; then
        echo "reproducible: $archive differs from the first build's; the files that differ:" >&2
        (cd "${archive%.tar.gz}" && find . -type f -exec sha256sum {} +) | sort -k 2 >"$again/second"
        (cd "$checkout/${archive%.tar.gz}" && find . -type f -exec sha256sum {} +) | sort -k 2 >"$again/first"
        diff "$again/first" "$again/second" >&2 || true
        exit 1
    fi
done
echo "reproducible: two builds, the same bytes"
