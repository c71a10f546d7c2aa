create table fruit (id integer primary key, name text not null unique);
