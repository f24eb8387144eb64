-- What the database remembers of every file, verdict, run and pack.
create schema if not exists academy.ledger;
create schema if not exists academy.staging;

-- One row per file that arrived. Order of arrival is (received, file).
create table if not exists academy.ledger.files (
    file        integer not null,
    name        text not null,      -- path in the inbox, with forward slashes
    sha256      text not null,
    bytes       bigint not null,
    received    date not null,
    archived    text not null,      -- path in the archive
    source      text,               -- null where it was not recognised
    version     text,               -- of the headings
    period      date,               -- where the file's name says it
    rows        integer not null,
    verdict     text not null,      -- accepted, accepted in part, held, refused, already received
    says        text,
    fix         text,
    judged_by   text,               -- hash of the statements that judged it
    answers     text,               -- SHA-256 of each file that was answered with this one, by spaces; null if none was
    reference   integer             -- the newest file of the reference data that it was judged by, 0 if there was none; null in old ledgers
);
alter table academy.ledger.files add column if not exists answers text;
alter table academy.ledger.files add column if not exists reference integer;

-- One row per unit and period that a file speaks for.
create table if not exists academy.ledger.claims (
    file        integer not null,
    source      text not null,
    unit        text not null,
    period      date,
    correction  boolean not null,
    verdict     text not null,      -- accepted, held, refused
    replaced    boolean default false -- the answer to its file came back the same day, with what stands in its place
);
alter table academy.ledger.claims add column if not exists replaced boolean default false;

-- One row per thing wrong with a file.
create table if not exists academy.ledger.faults (
    file        integer not null,
    line        integer not null,
    unit        text,
    field       text,
    place       text not null,
    severity    text not null,
    code        text not null,
    says        text not null,
    fix         text not null,
    period      date                -- of the row; null where it has none, or could not be read
);
alter table academy.ledger.faults add column if not exists period date;

-- One row per rule that could not judge a file.
create table if not exists academy.ledger.not_run (
    file        integer not null,
    code        text not null,
    title       text not null,      -- what the rule looks at
    why         text not null
);

-- The newest file whose sidecar and copy in rejected/ say what the ledger says.
create table if not exists academy.ledger.settled (file integer not null);

-- One row per source whose staging table is as its statements make it.
create table if not exists academy.ledger.staged (
    source      text not null,
    statements  text not null       -- hash of the description and the staging query
);

-- One row per run of a job.
create table if not exists academy.ledger.runs (
    run         integer not null,
    job         text not null,
    due         timestamp,
    started     timestamp not null,
    ended       timestamp,
    outcome     text                -- done, needs a person, or why it could not be done
);

-- One row per version of a pack.
create table if not exists academy.ledger.packs (
    month       date not null,
    audience    text not null,
    version     integer not null,
    inputs      text not null,      -- hash of all it was made from
    as_of       date not null,
    last_file   integer not null,   -- the newest file that counted
    state       text not null,      -- draft, released
    released_on date,
    released_by text
);

-- One row per file that was answered: what its sender was sent.
create table if not exists academy.ledger.feedback (
    file        integer not null,
    path        text not null       -- in the outbox, with forward slashes
);
