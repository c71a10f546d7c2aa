-- oldest reader: 2
-- an administrator chose the password; its owner has to choose another before anything else
alter table access_user add column start_password boolean not null default false;
