update replication_job set message = 'The server was cut over: ami-1 is its last image.', message_code = 'JOB_CUT_OVER',
    message_values = 'ami-1
', message_fix = '' where id = 'sms-job-00000012';
insert into replication_run_warning (run_id, place, message, code, code_values)
values ('sms-run-00000013', 9, 'power web01 on', 'RUN_GUEST_STOPPED', 'web01
');
