insert into replication_run (id, job_id, number, state, phase, ending, started_at, ended_at, firmware, target_encrypts,
    vm_snapshot_id, image_id, leftovers, cancel_requested, datastores, host_id)
values ('sms-run-00000016', 'sms-job-00000015', 16, 'DELETED', 'CHECKING', 'CANCELLING', 1760000080000, 1760000081000,
    'BIOS', false, '', '', false, true, 'ds 1', 'host-9');
