insert into replication_job (id, vm_id, vm_name, asked_vm, description, quiesce, bytes_per_second, created_at,
    latest_image_id, server_id, schedule, every_hours, starts_at, images_to_keep, license_type, role_name, encrypted,
    kms_key_id, state, paused, message, next_run_at, failures, revision)
values ('sms-job-00000012', 'vm-12', 'mail', 's-0123456789abcdef0', '', false, 0, 1760000010000, '',
    's-0123456789abcdef0', 'EVERY', 12, 1760000020000, 270, 'AWS', 'sms', true, 'alias/x', 'PAUSED_ON_FAILURE', true,
    'SNAPSHOT_LOST: it is gone', 1760000030000, 5, 9);
insert into replication_run (id, job_id, number, state, phase, ending, started_at, ended_at, firmware, target_encrypts,
    vm_snapshot_id, image_id, leftovers, cancel_requested, run_type, scheduled_at, description, shutdown_within_ms,
    power_off, waiting_for, waiting_since, image_removed, datastores)
values ('sms-run-00000012', 'sms-job-00000012', 12, 'MISSED', 'CHECKING', 'NONE', 1760000040000, 1760000040000, 'BIOS',
    false, '', '', false, false, 'AUTOMATIC', 1760000039000, 'a cut-over', 300000, true, '', 0, false, '');
insert into replication_run (id, job_id, number, state, phase, ending, started_at, ended_at, firmware, target_encrypts,
    vm_snapshot_id, image_id, leftovers, cancel_requested, run_type, scheduled_at, description, shutdown_within_ms,
    power_off, waiting_for, waiting_since, image_removed, datastores)
values ('sms-run-00000013', 'sms-job-00000012', 13, 'ACTIVE', 'SNAPSHOTTING', 'NONE', 1760000050000, 0, 'UEFI',
    false, '', '', false, false, 'ON_DEMAND', 1760000050000, '', 0, false, 'credentials', 1760000051000, false, 'ds 1');
insert into replication_run_phase (run_id, place, phase, entered_at)
values ('sms-run-00000013', 0, 'CHECKING', 1760000050001);
