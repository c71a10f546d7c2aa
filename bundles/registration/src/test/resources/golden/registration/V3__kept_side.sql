-- oldest reader: 2
-- which record of the credential store holds an answer's secrets; empty for the one that was named by the step alone
alter table registration_answer add column secrets varchar(64) not null default '';
-- what both sides said of themselves: whose AWS account it is, and which vCenter; empty while nobody has asked
alter table registration_association add column account varchar(40) not null default '';
alter table registration_association add column product varchar(300) not null default '';
