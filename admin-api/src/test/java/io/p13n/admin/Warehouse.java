package io.p13n.admin;

import io.p13n.admin.Surroundings.Parts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who uploads to a service of an operator, and can see what of it counts. */
final class Warehouse {

    private static final String PATH = "/services/1";

    private final Operator operator;
    private final Admin admin;
    private final JdbcClient database;

    private Warehouse(Operator operator, Admin admin, Parts parts) {
        this.operator = operator;
        this.admin = admin;
        this.database = JdbcClient.create(parts.database());
    }

    /** With a service that knows two keys, three imported attributes and a catalog. */
    static Warehouse of(Operator operator, Admin admin, Parts parts) throws Exception {
        String service = operator.serviceDocument(1, "shop", "visits").replace("""
                    - {name: email, normalize: lowercase}
                attributes:
                """, """
                    - {name: customer_id}
                    - {name: email, normalize: lowercase, valid: '^[^@]+@[^@]+$', invalid: [test@test.com]}
                catalogs:
                  - {name: products, key: product_id, columns: {title: string, price: number}}
                attributes:
                  - {name: loyalty, kind: imported, type: string, sensitive: true}
                  - {name: score, kind: imported, type: number}
                  - {name: born, kind: imported, type: timestamp}
                """);
        String applied = admin.body(operator.call("PUT", PATH + "/definition").sending(service));
        if (!applied.startsWith("{\"version\":1")) {
            throw new IllegalStateException(applied);
        }
        return new Warehouse(operator, admin, parts);
    }

    Call csv(String method, String path, String text) {
        return operator.call(method, PATH + path)
                .with("Content-Type", "text/csv")
                .sending(text);
    }

    Call json(String method, String path, String text) {
        return operator.call(method, PATH + path)
                .with("Content-Type", "application/x-ndjson")
                .sending(text);
    }

    static Call gzipped(Call call) {
        return call.with("Content-Encoding", "gzip").sending(gzip(call.body()));
    }

    static byte[] gzip(byte[] bytes) {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return zipped.toByteArray();
    }

    /** The answer to an upload of members of a segment by email, one a line. */
    String members(String method, String segment, String... emails) throws Exception {
        return admin.body(
                csv(method, "/segments/" + segment + "?key=email", "email\n" + String.join("\n", emails) + "\n"));
    }

    String body(Call call) throws Exception {
        return admin.body(call);
    }

    String imports() throws Exception {
        return admin.body(operator.call("GET", PATH + "/imports"));
    }

    /** Who counts as a member of the segment. */
    List<String> membersOf(String segment) {
        return database.sql("""
                        select distinct identity_value from batch_segment
                         where account = ? and instance = 1 and segment = ?
                           and generation = any (current_generations(account, instance, 'segment/' || segment))
                         order by 1
                        """)
                .params(operator.number(), segment)
                .query(String.class)
                .list();
    }

    /** What counts of an attribute, by the id's value. */
    Map<String, Object> valuesOf(String attribute) {
        return pairs("""
                select distinct on (identity_value) identity_value as k, value::text as v from imported_attribute
                 where account = ? and instance = 1 and attribute = ?
                   and generation = any (current_generations(account, instance, 'attribute/' || attribute))
                 order by identity_value, generation desc
                """, attribute);
    }

    /** What counts of a catalog, by its key. */
    Map<String, Object> rowsOf(String catalog) {
        return pairs("""
                select distinct on (key) key as k, columns::text as v from catalog_row
                 where account = ? and instance = 1 and catalog = ?
                   and generation = any (current_generations(account, instance, 'catalog/' || catalog))
                 order by key, generation desc
                """, catalog);
    }

    private Map<String, Object> pairs(String sql, String name) {
        return database
                .sql(sql)
                .params(operator.number(), name)
                .query((row, number) -> Map.entry(row.getString("k"), (Object) row.getString("v")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Whether no row is there but those that count, and those of one generation alone. */
    boolean isTidy() {
        return database.sql("""
                        select not exists (select from batch_generation where account = ?
                                              and (cardinality(gone) > 0 or cardinality(generations) > 1))
                           and not exists (select from batch_segment b where account = ?
                                              and not generation = any (
                                                  current_generations(account, instance, 'segment/' || segment)))
                        """)
                .params(operator.number(), operator.number())
                .query(Boolean.class)
                .single();
    }

    JdbcClient database() {
        return database;
    }
}
