-- the KMS key that the job asked for; empty for the account's default key and for snapshots that are not encrypted
alter table replication_checkpoint add column kms_key_id text not null default '';
