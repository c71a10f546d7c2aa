insert into replication_job (id, vm_id, vm_name, asked_vm, description, quiesce, bytes_per_second, created_at,
    latest_image_id, vcenter_id, instance_uuid)
values ('sms-job-00000015', 'vm-15', 'held', 'held', '', false, 0, 1760000070000, '', 'vcenter-uuid', 'uuid-15');
