-- what was told to somebody, so that it is told once, whichever of the connectors of this store saw it first
create table notification_event (
    event_key varchar(300) not null primary key,
    seen_millis bigint not null
);
-- what each channel of each connector is to be sent
create table notification_delivery (
    number bigint not null,
    sender varchar(60) not null,
    channel varchar(20) not null,
    id varchar(40) not null,
    kind varchar(60) not null,
    title varchar(300) not null,
    document text not null,
    at_millis bigint not null,
    kept_millis bigint not null,
    state varchar(20) not null,
    attempts integer not null,
    next_millis bigint not null,
    ended_millis bigint not null,
    trouble text not null,
    primary key (sender, number)
);
create index notification_delivery_state on notification_delivery (sender, state, channel, next_millis);
-- what each connector remembers between two looks
create table notification_mark (
    sender varchar(60) not null,
    name varchar(100) not null,
    value varchar(300) not null,
    primary key (sender, name)
);
