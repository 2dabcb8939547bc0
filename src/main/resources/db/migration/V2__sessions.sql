-- Sessions through their states. Times are UTC; durations are seconds. The same text runs on H2 and PostgreSQL.
create table sessions (
    id              varchar(96)                 not null primary key,
    owner           varchar(256)                not null,
    owner_name      varchar(64)                 not null,
    node            varchar(124)                not null,
    node_name       varchar(256)                not null,
    document        varchar(128)                not null,
    reason          varchar(256)                not null,
    client          varchar(16)                 not null,
    kind            varchar(16)                 not null,
    requested_at    timestamp(6) with time zone not null,
    idle            bigint                      not null,
    maximum         bigint,
    client_token    varchar(64),
    state           varchar(16)                 not null,
    state_since     timestamp(6) with time zone not null,
    missing         varchar(8),
    cause           varchar(16),
    cause_detail    varchar(4096),
    cause_number    bigint
);
create index sessions_by_time on sessions (requested_at);
create index sessions_by_owner on sessions (owner, requested_at);
create index sessions_by_state on sessions (state, node);
