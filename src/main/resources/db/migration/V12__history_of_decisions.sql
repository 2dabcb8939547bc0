-- What was decided at the gate, summed up by day: what a draft of a policy is tried on. The trail is the authority. The same text runs on H2
-- and PostgreSQL.

-- row_key: who asked what, whether with a second factor, and what they were told, as SHA-256. standing and legs: JSON. What is in circumstances,
-- and in legs beside actions and resources, is of the last time alone.
CREATE TABLE decided (
    decided_on     DATE NOT NULL,
    row_key        VARCHAR(64) NOT NULL,
    principal_arn  VARCHAR(512) NOT NULL,
    principal_name VARCHAR(256) NOT NULL,
    standing       VARCHAR(65536) NOT NULL,
    legs           VARCHAR(65536) NOT NULL,
    circumstances  VARCHAR(4096) NOT NULL,
    allowed        BOOLEAN NOT NULL,
    times          BIGINT NOT NULL,
    first_at       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    last_at        TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (decided_on, row_key)
);

-- How many decisions of a day are not in the table, for there were too many different ones.
CREATE TABLE decided_and_left_out (
    decided_on DATE NOT NULL PRIMARY KEY,
    times      BIGINT NOT NULL
);
