update replication_catalog set state = 'AVAILABLE', changed_at = 1760000060000, imported_at = 1760000061000;
insert into replication_server (id, vcenter_id, vcenter_name, gone)
values ('s-0123456789abcdef0', 'vcenter-uuid', 'vcenter.example', false);
insert into replication_server_vm (server_id, seen, vm_id, name, path, instance_uuid, power_state, guest, firmware)
values ('s-0123456789abcdef0', 'FIRST', 'vm-12', 'mail', '/DC0/vm/mail', 'uuid-12', 'ON', 'debian11_64Guest', 'BIOS');
insert into replication_server_vm (server_id, seen, vm_id, name, path, instance_uuid, power_state, guest, firmware)
values ('s-0123456789abcdef0', 'LAST', 'vm-12', 'mail 2', '/DC0/vm/mail 2', 'uuid-12', 'OFF', 'debian11_64Guest', 'BIOS');
insert into replication_server_disk (server_id, seen, disk_key, label, capacity_bytes, uuid, file_name, mode)
values ('s-0123456789abcdef0', 'LAST', 2000, 'Hard disk 1', 512, 'uuid-b', '[ds 1] mail/mail.vmdk', 'persistent');
