-- Documents and their versions. The same text runs on H2 and PostgreSQL.
create table document (
    name            varchar(128)                not null primary key,
    type            varchar(16)                 not null,
    target_type     varchar(200)                not null,
    default_version integer                     not null,
    latest_version  integer                     not null,
    -- numbers never come again, whatever was deleted
    last_version    integer                     not null,
    created_at      timestamp(3) with time zone not null,
    created_by      varchar(512)                not null
);

-- From schema_version to platforms: what lists show, so that they need not read the content.
create table document_version (
    document       varchar(128)                not null references document (name) on delete cascade,
    version        integer                     not null,
    version_name   varchar(128),
    display_name   varchar(1024)               not null,
    format         varchar(8)                  not null,
    content        text                        not null,
    hash           char(64)                    not null,
    schema_version varchar(16)                 not null,
    description    varchar(512)                not null,
    session_type   varchar(32)                 not null,
    platforms      varchar(64)                 not null,
    created_at     timestamp(3) with time zone not null,
    created_by     varchar(512)                not null,
    primary key (document, version),
    unique (document, version_name)
);

create table document_tag (
    document  varchar(128) not null references document (name) on delete cascade,
    tag_key   varchar(128) not null,
    tag_value varchar(256) not null,
    primary key (document, tag_key)
);

-- What a session was started with; earlier ones had the only version there was, and no key.
alter table sessions add column document_version integer default 1 not null;
alter table sessions add column kms_key_id varchar(2048) default '' not null;
