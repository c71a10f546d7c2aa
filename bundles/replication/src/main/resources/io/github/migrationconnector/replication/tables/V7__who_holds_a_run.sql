-- which connector works on a run, in which of its lives, and until when others leave it alone; empty: nobody has
alter table replication_run add column lease_home text not null default '';
alter table replication_run add column lease_life text not null default '';
alter table replication_run add column lease_until bigint not null default 0;
