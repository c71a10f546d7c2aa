insert into health_check (name, state, code, why, fix, since_millis)
values ('disk-space', 'FAILING', 'DISK_SPACE_LOW', 'Only 3 MiB are free.', 'Make room.', 1760000000000);
insert into health_space (at_millis, free_bytes) values (1760000000000, 3145728);
