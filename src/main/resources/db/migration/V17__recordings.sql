-- What is kept of sessions. The same text runs on H2 and PostgreSQL. Sessions are no foreign keys: a recording outlives whatever else is forgotten.

-- Numbers of sessions, one after the other: whoever starts one takes the row.
create table recording_head (
    id     integer not null primary key,
    number bigint  not null
);
insert into recording_head (id, number) values (1, 0);

-- manifest and seal are to the letter what was signed and by what. hash: SHA-256 of the manifest. released: whether the tape may go.
create table recording (
    session_id         varchar(96)                 not null primary key,
    session_number     bigint                      not null unique,
    state              varchar(16)                 not null,
    started_at         timestamp(6) with time zone not null,
    ended_at           timestamp(6) with time zone,
    duration_ms        bigint                      not null,
    output_bytes       bigint                      not null,
    input_bytes        bigint                      not null,
    to_node_bytes      bigint                      not null,
    from_node_bytes    bigint                      not null,
    screen_columns     integer                     not null,
    screen_rows        integer                     not null,
    folder             varchar(256)                not null,
    store              varchar(16)                 not null,
    manifest           text,
    seal               text,
    hash               varchar(64),
    released           boolean                     not null,
    stored_at          timestamp(6) with time zone,
    expires_at         timestamp(6) with time zone
);
create index recording_by_release on recording (released, session_number);
create index recording_by_storage on recording (stored_at, state);
create index recording_by_expiry on recording (expires_at);

-- The key each recording is encrypted with, sealed with the master key. Without it nothing opens the recording any more.
create table recording_key (
    session_id varchar(96)  not null primary key,
    sealed     varchar(512) not null
);

-- place_frame and place_note: where the tape is read on after it. last_one: it holds the end of the session.
create table recording_segment (
    session_id      varchar(96)                 not null references recording (session_id),
    segment_number  integer                     not null,
    from_ms         bigint                      not null,
    to_ms           bigint                      not null,
    output_offset   bigint                      not null,
    output_bytes    bigint                      not null,
    input_bytes     bigint                      not null,
    packed_bytes    bigint                      not null,
    sha256          varchar(64)                 not null,
    chain           varchar(64)                 not null,
    place_frame     bigint                      not null,
    place_note      bigint                      not null,
    to_node_bytes   bigint                      not null,
    from_node_bytes bigint                      not null,
    last_one        boolean                     not null,
    activity        varchar(1024)               not null,
    markers         text                        not null,
    sealed_at       timestamp(6) with time zone not null,
    stored_at       timestamp(6) with time zone,
    primary key (session_id, segment_number)
);
create index recording_segment_by_storage on recording_segment (stored_at, sealed_at);
