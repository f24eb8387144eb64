-- Whether a file of the days and sources of a batch is the answer to another, come back.
select exists (
    from academy.ledger.files as answering
    join temp.main.recorded as recorded
        on  recorded.received_on = answering.received
        and recorded.source = answering.source
    where answering.answers is not null
)
