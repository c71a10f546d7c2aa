insert into registration_identity (only_one, id) values (1, 'c-0123456789abcdef0');
