-- times are milliseconds since 1970, UTC
create table replication_job (
    id text primary key,
    vm_id text not null unique,
    vm_name text not null,
    asked_vm text not null,
    description text not null,
    quiesce boolean not null,
    bytes_per_second bigint not null,
    created_at bigint not null,
    latest_image_id text not null
);

-- number: the order of runs, since two may be asked for within a millisecond
create table replication_run (
    id text primary key,
    job_id text not null references replication_job (id),
    number bigint not null unique,
    state text not null,
    phase text not null,
    ending text not null,
    started_at bigint not null,
    ended_at bigint not null,
    firmware text not null,
    target_encrypts boolean not null,
    vm_snapshot_id text not null,
    image_id text not null,
    leftovers boolean not null,
    cancel_requested boolean not null
);

-- one run of a job at a time, whoever starts it
create unique index replication_run_active on replication_run (job_id) where state in ('PENDING', 'ACTIVE');

create index replication_run_of_job on replication_run (job_id, number);

create table replication_run_problem (
    run_id text not null references replication_run (id),
    place integer not null,
    code text not null,
    message text not null,
    fix text not null,
    retry text not null,
    primary key (run_id, place)
);

create table replication_run_warning (
    run_id text not null references replication_run (id),
    place integer not null,
    message text not null,
    primary key (run_id, place)
);

-- plan: OPEN, CHOSEN, SPENT; parent_snapshot_id is empty for a full transfer
create table replication_run_disk (
    run_id text not null references replication_run (id),
    disk_key integer not null,
    label text not null,
    capacity_bytes bigint not null,
    uuid text not null,
    change_id text not null,
    source text not null,
    plan text not null,
    way text not null,
    parent_snapshot_id text not null,
    parent_transfer_id text not null,
    scope text not null,
    stage text not null,
    snapshot_id text not null,
    encrypted boolean not null,
    block_size_bytes integer not null,
    blocks_in_scope bigint not null,
    blocks_done bigint not null,
    blocks_put bigint not null,
    blocks_zero bigint not null,
    blocks_unchanged bigint not null,
    primary key (run_id, disk_key)
);

-- what the next run builds on: change id and snapshot of one point in time
create table replication_checkpoint (
    job_id text not null references replication_job (id),
    disk_key integer not null,
    disk_uuid text not null,
    capacity_bytes bigint not null,
    change_id text not null,
    snapshot_id text not null,
    transfer_id text not null,
    encrypted boolean not null,
    primary key (job_id, disk_key)
);
