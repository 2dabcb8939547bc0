-- What a session is: a shell, a command, or a port and where that leads. The same text runs on H2 and PostgreSQL.
alter table sessions add column purpose varchar(16) default 'SHELL' not null;
alter table sessions add column host varchar(255) default '' not null;
alter table sessions add column port varchar(16) default '' not null;
update sessions set purpose = 'PORT' where kind = 'PORT';
update sessions set purpose = 'COMMAND' where kind = 'COMMAND' or document = 'AWS-StartInteractiveCommand';
