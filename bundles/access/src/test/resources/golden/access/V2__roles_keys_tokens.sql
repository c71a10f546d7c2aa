alter table access_user add column enabled boolean not null default true;
alter table access_user add column created_at bigint not null default 0;
alter table access_user add column login_at bigint not null default 0;
update access_user set created_at = changed_at;

alter table access_session add column address text not null default '';

create table access_token (
    name text not null primary key,
    token_digest text not null unique,
    user_name text not null references access_user (name) on delete cascade,
    role text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint not null
);

-- the secrets are in the credential store, each in a record api-key.ID
create table access_key (
    access_key_id text not null primary key,
    user_name text not null references access_user (name) on delete cascade,
    role text not null,
    description text not null,
    created_at bigint not null,
    used_at bigint not null
);
