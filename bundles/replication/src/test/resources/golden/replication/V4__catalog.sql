-- one row; times are milliseconds since 1970, UTC
create table replication_catalog (
    id bigint primary key,
    state text not null,
    changed_at bigint not null,
    imported_at bigint not null,
    message text not null
);

insert into replication_catalog (id, state, changed_at, imported_at, message) values (1, 'NOT_IMPORTED', 0, 0, '');

create table replication_server (
    id text primary key,
    vcenter_id text not null,
    vcenter_name text not null,
    gone boolean not null
);

-- seen: FIRST when the server was imported first, LAST as it was seen last
create table replication_server_vm (
    server_id text not null references replication_server (id),
    seen text not null,
    vm_id text not null,
    name text not null,
    path text not null,
    instance_uuid text not null,
    power_state text not null,
    guest text not null,
    firmware text not null,
    primary key (server_id, seen)
);

create table replication_server_disk (
    server_id text not null,
    seen text not null,
    disk_key bigint not null,
    label text not null,
    capacity_bytes bigint not null,
    uuid text not null,
    file_name text not null,
    mode text not null,
    primary key (server_id, seen, disk_key),
    foreign key (server_id, seen) references replication_server_vm (server_id, seen)
);
