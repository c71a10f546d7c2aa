-- which machine a job is for; empty until the next run of a job that was made before
alter table replication_job add column vcenter_id text not null default '';
alter table replication_job add column instance_uuid text not null default '';
