insert into replication_checkpoint (job_id, disk_key, disk_uuid, capacity_bytes, change_id, snapshot_id, transfer_id,
    encrypted, kms_key_id)
values ('sms-job-00000012', 2000, 'uuid-b', 512, '', 'snap-0123456789abcdef3', 'sms-run-00000012-2000', true, 'alias/x');
