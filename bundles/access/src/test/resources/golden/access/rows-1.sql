insert into access_user (name, role, password, changed_at) values ('admin', 'ADMIN', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2Fs$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8', 1760000000000);
insert into access_session (token_digest, user_name, created_at, used_at)
values ('73hc4a6W-I01nZ6AR2TLMOFdmgBNib6b6pqNp5mb8qs', 'admin', 1760000001000, 1760000002000);
