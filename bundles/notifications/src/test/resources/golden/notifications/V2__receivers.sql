-- to whom of its receivers a letter has yet to go, when others have it: addresses, a line each; empty for all of them
alter table notification_delivery add column owed text not null default '';
-- why other receivers of it never get it: an address with its reason, a line each
alter table notification_delivery add column missed text not null default '';
