insert into notification_event (event_key, seen_millis) values ('run sms-run-0123456789abcdef0 FAILED', 1760000000000);
insert into notification_delivery (number, sender, channel, id, kind, title, document, at_millis, kept_millis, state, attempts,
    next_millis, ended_millis, trouble)
values (7, 'home-1', 'WEBHOOK', 'n-0123456789abcdef', 'RUN_FAILED', 'A run failed', '{"event":"RUN_FAILED"}', 1760000000000,
    1760000000100, 'WAITING', 2, 1760000060000, 0, 'the server answered 503');
insert into notification_mark (sender, name, value) values ('home-1', 'audit', '42');
