-- one row: made at the first start, never changed
create table registration_identity (
    only_one integer not null primary key check (only_one = 1),
    id text not null
);
