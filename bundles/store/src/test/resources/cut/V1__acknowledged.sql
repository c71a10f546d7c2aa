create table acknowledged (number integer primary key, text text not null);
