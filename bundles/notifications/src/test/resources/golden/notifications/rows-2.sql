insert into notification_delivery (number, sender, channel, id, kind, title, document, at_millis, kept_millis, state, attempts,
    next_millis, ended_millis, trouble, owed, missed)
values (8, 'home-1', 'MAIL', 'n-0123456789abcde0', 'RUN_FAILED', 'A run failed', '{"event":"RUN_FAILED"}', 1760000000000,
    1760000000100, 'WAITING', 1, 1760000060000, 0, 'one of two has it', 'two@example.org', 'three@example.org 550 no such user');
