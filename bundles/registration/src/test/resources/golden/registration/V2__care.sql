-- when the set-up was made; no row while there is none
create table registration_association (
    only_one integer not null primary key check (only_one = 1),
    at_millis bigint not null
);
-- what is not well, and since when
create table registration_reason (
    code varchar(100) not null primary key,
    since_millis bigint not null,
    why text not null,
    fix text not null
);
-- the text of the certificate that was accepted, to compare a new one with
create table registration_certificate (
    server varchar(300) not null primary key,
    pem text not null
);
-- answers of a set-up that is under way; their secrets lie in the credential store
create table registration_answer (
    step varchar(40) not null primary key,
    answer text not null,
    learned text not null,
    reopened integer not null
);
-- logins that vCenter refused
create table registration_refused_login (
    server varchar(300) not null,
    login varchar(300) not null,
    at_millis bigint not null
);
