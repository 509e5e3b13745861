-- `tributary serve` answers statements too: of which revision an epoch's lines are.
grant select on tributary.settled_period to tributary_read;
