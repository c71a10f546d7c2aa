create table access_user (
    name text not null primary key,
    role text not null,
    password text not null,
    changed_at bigint not null
);

-- times are milliseconds since 1970
create table access_session (
    token_digest text not null primary key,
    user_name text not null references access_user (name) on delete cascade,
    created_at bigint not null,
    used_at bigint not null
);
