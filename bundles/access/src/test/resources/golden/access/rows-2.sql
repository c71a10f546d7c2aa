insert into access_user (name, role, password, changed_at, enabled, created_at, login_at)
values ('olga', 'OPERATOR', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2Fs$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8', 1760000003000, true, 1760000003000, 1760000004000);
insert into access_user (name, role, password, changed_at, enabled, created_at, login_at)
values ('otto', 'VIEWER', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2Fs$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8', 1760000003500, false, 1760000003500, 0);
insert into access_session (token_digest, user_name, created_at, used_at, address)
values ('54IrKLRt2dJTi70MmGAkmhSMQpKnHWhtycQ8RvtSyiE', 'olga', 1760000005000, 1760000006000, '192.0.2.7');
insert into access_token (name, token_digest, user_name, role, created_at, expires_at, used_at)
values ('nightly', '7ysGK_RKfkX4KS4INGc_cx7C3U_DHstgoYcNa0hdsqU', 'olga', 'VIEWER', 1760000007000, 1767000000000, 0);
insert into access_key (access_key_id, user_name, role, description, created_at, used_at)
values ('AKIAEXAMPLE234567ABC', 'olga', 'OPERATOR', 'scripts', 1760000008000, 1760000009000);
