insert into access_user (name, role, password, changed_at, enabled, created_at, login_at, start_password)
values ('paul', 'VIEWER', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2Fs$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8', 1760000010000, true, 1760000010000, 0, true);
