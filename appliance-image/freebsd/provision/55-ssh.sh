# Off until somebody switches it on; then for keys and the menu's user alone. The service makes its keys when it first starts.
. "$sources/provision/paths.sh"

mkdir -p /etc/ssh/sshd_config.d
put_file "$sources/provision/sshd.conf" /etc/ssh/sshd_config.d/connector.conf 0644
grep -q '^Include /etc/ssh/sshd_config.d' /etc/ssh/sshd_config || {
    # the first word on a setting counts
    { echo 'Include /etc/ssh/sshd_config.d/*.conf' && sed '/^PermitRootLogin/d' /etc/ssh/sshd_config; } >/etc/ssh/sshd_config.new
    mv /etc/ssh/sshd_config.new /etc/ssh/sshd_config
}
sysrc -q sshd_enable=NO
