-- the ESXi host on which the run's VM was when it was checked; empty when it is not known
alter table replication_run add column host_id text not null default '';
