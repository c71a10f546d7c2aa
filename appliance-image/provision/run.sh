#!/bin/sh
# Makes the appliance of a machine that has its operating system: run as root in it, with the checkout's appliance-image and
# the distribution's archive beside each other.
#   run.sh OS DIRECTORY     OS: freebsd or debian; DIRECTORY holds appliance-image/ and distribution.tar.gz
# The steps of both folders run in the order of their numbers; where the systems agree they lie in provision/, where they
# don't in OS/provision/. Each may be run again.
set -eu
umask 022
LC_ALL=C PATH=/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin
export LC_ALL PATH

os=$1
sources=$2/appliance-image
distribution_archive=$2/distribution.tar.gz
export os sources distribution_archive

case $os in
    freebsd | debian) ;;
    *) echo "run.sh: there is no system $os; freebsd and debian are" >&2 && exit 2 ;;
esac

steps() {
    for step in "$sources/provision"/[0-9][0-9]-*.sh "$sources/$os/provision"/[0-9][0-9]-*.sh; do
        printf '%s %s\n' "${step##*/}" "$step"
    done | sort
}

steps | while read -r name step; do
    echo "==> $name"
    # the step's own input must not be the list of steps
    sh -eu "$step" </dev/null || {
        echo "run.sh: the step $name failed" >&2
        exit 1
    }
done
