package dev.tributary.settlement.doctor;

import dev.tributary.settlement.database.Migrator;
import dev.tributary.settlement.ledger.Ledger;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who may do what in the schema as it is, read from PostgreSQL's own catalogue, which every login may read. */
final class DatabaseRights {
    private static final String RIGHTS = """
            select coalesce(r.rolname, 'public'), g.object, g.field, g.privilege || case when g.grantable then
                       ' WITH GRANT OPTION' else '' end
            from (select a.grantee, c.relname as object, '' as field, a.privilege_type as privilege,
                         a.is_grantable as grantable, c.relowner as owner, c.relnamespace as namespace
                  from pg_class c cross join lateral aclexplode(c.relacl) a
                  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                  union all
                  select a.grantee, c.relname, f.attname, a.privilege_type, a.is_grantable, c.relowner, c.relnamespace
                  from pg_attribute f join pg_class c on c.oid = f.attrelid cross join lateral aclexplode(f.attacl) a
                  union all
                  select a.grantee, ? || p.proname, '', a.privilege_type, a.is_grantable, p.proowner, p.pronamespace
                  from pg_proc p cross join lateral aclexplode(p.proacl) a where a.grantee <> 0
                  union all
                  select a.grantee, ?, '', a.privilege_type, a.is_grantable, n.nspowner, n.oid
                  from pg_namespace n cross join lateral aclexplode(n.nspacl) a) g
                     left join pg_roles r on r.oid = g.grantee
            where g.namespace = to_regnamespace(?) and g.grantee <> g.owner
            """;

    private static final String FOREIGN = """
            select relname || ' belongs to ' || pg_get_userbyid(relowner)
            from pg_class where relnamespace = to_regnamespace(?) and pg_get_userbyid(relowner) <> ?
                            and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
            union all
            select 'function ' || proname || ' belongs to ' || pg_get_userbyid(proowner)
            from pg_proc where pronamespace = to_regnamespace(?) and pg_get_userbyid(proowner) <> ?
            union all
            select 'the schema belongs to ' || pg_get_userbyid(nspowner)
            from pg_namespace where oid = to_regnamespace(?) and pg_get_userbyid(nspowner) <> ?
            union all
            select 'function ' || proname || ' lends the rights of its owner to everyone'
            from pg_proc where pronamespace = to_regnamespace(?) and prosecdef
                           and has_function_privilege('public', oid, 'execute')
            order by 1
            """;

    private static final String LENDING =
            "select proname from pg_proc where pronamespace = to_regnamespace(?) and prosecdef";

    private static final String SILENCED = """
            select t.tgname || ' of ' || c.relname
            from pg_trigger t join pg_class c on c.oid = t.tgrelid
            where c.relnamespace = to_regnamespace(?) and not t.tgisinternal and t.tgenabled not in ('O', 'A')
            order by 1
            """;

    private static final String TEMPORARY_TABLES =
            "select current_database() where not has_database_privilege(?, current_database(), 'TEMPORARY')";

    private static final String POWERS = """
            select power
            from pg_roles cross join lateral (values (rolsuper, 'SUPERUSER'), (rolcreaterole, 'CREATEROLE'),
                                                     (rolcreatedb, 'CREATEDB'), (rolreplication, 'REPLICATION'),
                                                     (rolbypassrls, 'BYPASSRLS')) p (has, power)
            where rolname = ? and has
            """;

    private static final String MEMBERSHIPS = """
            select r.rolname
            from pg_roles m join pg_roles r on r.oid <> m.oid and not m.rolsuper and pg_has_role(m.oid, r.oid, 'member')
            where m.rolname = ?
            order by 1
            """;

    private final Ledger ledger;

    DatabaseRights(Ledger ledger) {
        this.ledger = ledger;
    }

    Set<Right> all() {
        List<Right> rights = ledger.read(session -> session.query(
                RIGHTS,
                row -> new Right(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                Right.FUNCTION,
                Right.SCHEMA,
                Migrator.SCHEMA));
        return new TreeSet<>(rights);
    }

    /** The functions that run with the rights of their owner. */
    Set<String> lendingFunctions() {
        return new TreeSet<>(texts(LENDING, Migrator.SCHEMA));
    }

    /** What is not the owner's, or lends its rights to all. */
    List<String> foreign() {
        return texts(
                FOREIGN,
                Migrator.SCHEMA,
                Migrator.OWNER,
                Migrator.SCHEMA,
                Migrator.OWNER,
                Migrator.SCHEMA,
                Migrator.OWNER,
                Migrator.SCHEMA);
    }

    /** The triggers that were switched off. */
    List<String> silencedTriggers() {
        return texts(SILENCED, Migrator.SCHEMA);
    }

    /** The database, if a role may make no temporary tables in it. */
    List<String> databaseWithoutTemporaryTables(String role) {
        return texts(TEMPORARY_TABLES, role);
    }

    /** Rights over the whole server. */
    List<String> powers(String role) {
        return texts(POWERS, role);
    }

    /** The roles whose rights a role has besides its own. */
    List<String> memberships(String role) {
        return texts(MEMBERSHIPS, role);
    }

    private List<String> texts(String query, Object... parameters) {
        return ledger.read(session -> session.query(query, row -> row.getString(1), parameters));
    }
}
