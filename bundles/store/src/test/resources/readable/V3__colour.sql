-- oldest reader: 2
alter table fruit add column colour varchar(20);
