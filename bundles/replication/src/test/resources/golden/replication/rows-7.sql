update replication_run set lease_home = 'a home', lease_life = 'a life', lease_until = 1760000090000
where id = 'sms-run-00000013';
