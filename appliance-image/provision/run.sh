#!/bin/sh
# Makes the appliance of a machine that has its operating system: run as root in it, with the checkout's appliance-image, the
# distribution's archive and the settings of whoever builds it beside each other.
#   run.sh OS DIRECTORY     OS: freebsd or debian; DIRECTORY holds appliance-image/, distribution.tar.gz and settings/
# The steps of both folders run in the order of their numbers; where the systems agree they lie in provision/, where they
# don't in OS/provision/. Each may be run again.
set -eu
umask 022
LC_ALL=C PATH=/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin
export LC_ALL PATH

os=$1
sources=$2/appliance-image
distribution_archive=$2/distribution.tar.gz
given_settings=$2/settings
export os sources distribution_archive given_settings

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
