-- what the words of a message are made of, so that they can be said in another language; empty where an earlier version wrote them
alter table replication_job add column message_code text not null default '';
alter table replication_job add column message_values text not null default '';
alter table replication_job add column message_fix text not null default '';
alter table replication_run_warning add column code text not null default '';
alter table replication_run_warning add column code_values text not null default '';
