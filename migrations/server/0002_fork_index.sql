-- How far a till's latest fork goes is asked at each of its connections.
create index fork_entry_terminal on fork_entry (terminal, incarnation, seq);
