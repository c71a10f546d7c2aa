create table before_the_fault (id integer);
insert into no_such_table values (1);
