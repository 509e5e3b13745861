-- The migrations make the roles without a login; whoever runs the server lets them sign in. Passwords come from files.
\set ON_ERROR_STOP on
\set jobs `cat /run/secrets/tributary_jobs_password`
\set settlement `cat /run/secrets/tributary_settlement_password`
\set reader `cat /run/secrets/tributary_read_password`
alter role tributary_jobs login password :'jobs';
alter role tributary_settlement login password :'settlement';
alter role tributary_read login password :'reader';
