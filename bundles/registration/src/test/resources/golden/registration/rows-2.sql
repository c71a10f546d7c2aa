insert into registration_association (only_one, at_millis) values (1, 1760000000000);
insert into registration_reason (code, since_millis, why, fix) values ('AWS_REFUSED', 1760000001000, 'The key is gone.', 'Enter one.');
insert into registration_certificate (server, pem) values ('vcenter.example:443', '-----BEGIN CERTIFICATE-----');
insert into registration_answer (step, answer, learned, reopened)
values ('AWS', '{"region":"eu-central-1","accessKeyId":"AKIAEXAMPLE000000001"}', '{"account":"123456789012"}', 1);
insert into registration_refused_login (server, login, at_millis) values ('vcenter.example:443', 'connector@vsphere.local', 1760000002000);
