create table basket (fruit integer not null references fruit (id), amount bigint not null);
