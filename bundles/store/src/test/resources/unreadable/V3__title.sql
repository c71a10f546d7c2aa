alter table fruit rename column name to title;
