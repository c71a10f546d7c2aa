. "$sources/provision/paths.sh"

put_file "$sources/freebsd/pf.conf" /etc/pf.conf 0600
kldload -n pf
pfctl -nf /etc/pf.conf
sysrc -q pf_enable=YES pflog_enable=NO
