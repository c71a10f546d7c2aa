# Off until somebody switches it on; then for keys and the menu's user alone.
. "$sources/provision/paths.sh"

put_file "$sources/provision/sshd.conf" /etc/ssh/sshd_config.d/connector.conf 0644
mkdir -p /etc/systemd/system/ssh.service.d
# keys are made when the service is first switched on: none ships
printf '[Service]\nExecStartPre=\nExecStartPre=/usr/bin/ssh-keygen -A\nExecStartPre=/usr/sbin/sshd -t\n' >/etc/systemd/system/ssh.service.d/keys.conf
# the build itself is connected by it
systemctl --quiet disable ssh
