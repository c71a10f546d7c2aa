-- schedule: ON_DEMAND, ONCE, EVERY; next_run_at is 0 when no run is due
alter table replication_job add column server_id text not null default '';
alter table replication_job add column schedule text not null default 'ON_DEMAND';
alter table replication_job add column every_hours bigint not null default 0;
alter table replication_job add column starts_at bigint not null default 0;
alter table replication_job add column images_to_keep bigint not null default 0;
alter table replication_job add column license_type text not null default 'BYOL';
alter table replication_job add column role_name text not null default '';
alter table replication_job add column encrypted boolean not null default false;
alter table replication_job add column kms_key_id text not null default '';
alter table replication_job add column state text not null default 'PENDING';
alter table replication_job add column paused boolean not null default false;
alter table replication_job add column message text not null default '';
alter table replication_job add column next_run_at bigint not null default 0;
alter table replication_job add column failures bigint not null default 0;
alter table replication_job add column revision bigint not null default 1;

update replication_job set state = 'ACTIVE' where latest_image_id <> '';

-- datastores: one a line, one line for each disk
alter table replication_run add column run_type text not null default 'ON_DEMAND';
alter table replication_run add column scheduled_at bigint not null default 0;
alter table replication_run add column description text not null default '';
alter table replication_run add column shutdown_within_ms bigint not null default 0;
alter table replication_run add column power_off boolean not null default false;
alter table replication_run add column waiting_for text not null default '';
alter table replication_run add column waiting_since bigint not null default 0;
alter table replication_run add column image_removed boolean not null default false;
alter table replication_run add column datastores text not null default '';

update replication_run set scheduled_at = started_at;

update replication_run set state = 'DELETING' where state in ('PENDING', 'ACTIVE') and ending = 'CANCELLING';

drop index replication_run_active;

create unique index replication_run_active on replication_run (job_id) where state in ('PENDING', 'ACTIVE', 'DELETING');

create table replication_run_phase (
    run_id text not null references replication_run (id),
    place bigint not null,
    phase text not null,
    entered_at bigint not null,
    primary key (run_id, place)
);
