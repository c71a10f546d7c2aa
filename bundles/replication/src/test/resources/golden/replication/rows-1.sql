insert into replication_job (id, vm_id, vm_name, asked_vm, description, quiesce, bytes_per_second, created_at,
    latest_image_id)
values ('sms-job-00000001', 'vm-1', 'web 01 äöü', '/DC0/vm/web 01', 'the web', true, 5000000000, 1760000000001,
    'ami-0123456789abcdef0');
insert into replication_job (id, vm_id, vm_name, asked_vm, description, quiesce, bytes_per_second, created_at,
    latest_image_id)
values ('sms-job-00000002', 'vm-2', 'db', 'vm-2', '', false, 0, 1760000000002, '');
insert into replication_run (id, job_id, number, state, phase, ending, started_at, ended_at, firmware, target_encrypts,
    vm_snapshot_id, image_id, leftovers, cancel_requested)
values ('sms-run-00000001', 'sms-job-00000001', 1, 'COMPLETED', 'FINISHED', 'NONE', 1760000001000, 1760000002000, 'UEFI',
    true, 'snapshot-1', 'ami-0123456789abcdef0', false, false);
insert into replication_run (id, job_id, number, state, phase, ending, started_at, ended_at, firmware, target_encrypts,
    vm_snapshot_id, image_id, leftovers, cancel_requested)
values ('sms-run-00000002', 'sms-job-00000002', 2, 'FAILED', 'TRANSFERRING', 'FAILING', 1760000003000, 1760000004000,
    'BIOS', false, 'snapshot-2', '', true, false);
insert into replication_run (id, job_id, number, state, phase, ending, started_at, ended_at, firmware, target_encrypts,
    vm_snapshot_id, image_id, leftovers, cancel_requested)
values ('sms-run-00000003', 'sms-job-00000002', 3, 'ACTIVE', 'PLANNING', 'CANCELLING', 1760000005000, 0, 'BIOS', false,
    'snapshot-3', '', false, true);
insert into replication_run_problem (run_id, place, code, message, fix, retry)
values ('sms-run-00000002', 0, 'SNAPSHOT_LOST', 'it is gone', 'Look for it.', 'NEVER');
insert into replication_run_warning (run_id, place, message) values ('sms-run-00000002', 0, 'mind the gap');
insert into replication_run_disk (run_id, disk_key, label, capacity_bytes, uuid, change_id, source, plan, way,
    parent_snapshot_id, parent_transfer_id, scope, stage, snapshot_id, encrypted, block_size_bytes, blocks_in_scope,
    blocks_done, blocks_put, blocks_zero, blocks_unchanged)
values ('sms-run-00000001', 2000, 'Hard disk 1', 8796093022208, 'uuid-a', '52 aa/3',
    'vsphere-snapshot:vm-1#2000@snapshot-1', 'SPENT', 'full: first run', '', '', '', 'DONE', 'snap-0123456789abcdef0', true,
    524288, 16777216, 16777216, 5, 6, 7);
insert into replication_run_disk (run_id, disk_key, label, capacity_bytes, uuid, change_id, source, plan, way,
    parent_snapshot_id, parent_transfer_id, scope, stage, snapshot_id, encrypted, block_size_bytes, blocks_in_scope,
    blocks_done, blocks_put, blocks_zero, blocks_unchanged)
values ('sms-run-00000002', 2000, 'Hard disk 1', 1048576, '', '', 'vsphere-snapshot:vm-2#2000@snapshot-2', 'CHOSEN',
    'changed areas', 'snap-0123456789abcdef1', 'sms-run-00000000-2000', 'areas:gAgI', 'STREAMING', 'snap-0123456789abcdef2',
    false, 524288, 2, 1, 1, 0, 0);
insert into replication_checkpoint (job_id, disk_key, disk_uuid, capacity_bytes, change_id, snapshot_id, transfer_id,
    encrypted)
values ('sms-job-00000001', 2000, 'uuid-a', 8796093022208, '52 aa/3', 'snap-0123456789abcdef0', 'sms-run-00000001-2000',
    true);
