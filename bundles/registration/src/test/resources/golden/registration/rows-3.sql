update registration_association set account = '123456789012', product = 'VMware vCenter Server 8.0.2';
insert into registration_answer (step, answer, learned, reopened, secrets)
values ('VCENTER', '{"url":"https://vcenter.example/sdk"}', '{}', 0, 'setup-draft.vcenter.a');
