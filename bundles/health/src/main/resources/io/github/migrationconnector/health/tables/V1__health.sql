-- what the last look at each thing found, and since when it is so
create table health_check (
    name varchar(60) not null primary key,
    state varchar(20) not null,
    code varchar(100) not null,
    why text not null,
    fix text not null,
    since_millis bigint not null
);
-- the free space of the last days, to tell when there will be none
create table health_space (
    at_millis bigint not null primary key,
    free_bytes bigint not null
);
