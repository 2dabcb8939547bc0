-- Run Command: what was asked, of which nodes, and what came back. The same text runs on H2 and PostgreSQL.

-- job is what agents get; it, parameters, targets and output are JSON. Nodes are no foreign keys: what was run outlives them.
create table command (
    id               varchar(36)                 not null primary key,
    owner            varchar(256)                not null,
    owner_name       varchar(64)                 not null,
    document         varchar(128)                not null,
    document_version varchar(16)                 not null,
    job              text                        not null,
    parameters       text                        not null,
    targets          text                        not null,
    remark           varchar(100)                not null,
    deliver_within   bigint                      not null,
    run_within       bigint                      not null,
    most_at_once     varchar(7)                  not null,
    most_errors      varchar(7)                  not null,
    output           text                        not null,
    requested_at     timestamp(6) with time zone not null,
    expires_at       timestamp(6) with time zone not null,
    status           varchar(24)                 not null,
    status_since     timestamp(6) with time zone not null
);
create index command_by_time on command (requested_at);
create index command_by_owner on command (owner, requested_at);
create index command_by_status on command (status);

-- turn_at: when its turn came, from which the time for delivery counts; delivered_at: when the agent said that it has it.
create table command_invocation (
    command_id   varchar(36)                 not null references command (id) on delete cascade,
    node         varchar(20)                 not null,
    node_name    varchar(256)                not null,
    place        integer                     not null,
    requested_at timestamp(6) with time zone not null,
    status       varchar(24)                 not null,
    status_since timestamp(6) with time zone not null,
    turn_at      timestamp(6) with time zone,
    sent_at      timestamp(6) with time zone,
    delivered_at timestamp(6) with time zone,
    trace        varchar(2500)               not null,
    primary key (command_id, node)
);
create index command_invocation_by_node on command_invocation (node, status);
create index command_invocation_by_status on command_invocation (status);
create index command_invocation_by_time on command_invocation (requested_at);

-- begun_at and ended_at are by the node's own clock.
create table command_step (
    command_id      varchar(36)  not null,
    node            varchar(20)  not null,
    name            varchar(128) not null,
    action          varchar(128) not null,
    place           integer      not null,
    status          varchar(16)  not null,
    code            integer      not null,
    begun_at        timestamp(6) with time zone,
    ended_at        timestamp(6) with time zone,
    output          text         not null,
    standard_output text         not null,
    standard_error  text         not null,
    primary key (command_id, node, name),
    foreign key (command_id, node) references command_invocation (command_id, node) on delete cascade
);
