package io.p13n.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.EventHeaders;
import io.p13n.contract.RecordId;
import io.p13n.contract.ReplyAddress;
import io.p13n.contract.ReplyTo;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import io.p13n.offer.decision.BasisCodec;
import io.p13n.offer.decision.DecisionBasis;
import io.p13n.offer.definition.Digest;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who keeps a folder of documents, starts the application with it, and can look into the database. */
final class Operator {

    private final Surroundings.Parts parts;
    private final long account;
    private final Path folder;
    private final JdbcClient database;

    Operator(Surroundings.Parts parts, long account, Path folder) {
        this.parts = parts;
        this.account = account;
        this.folder = folder;
        this.database = JdbcClient.create(parts.database());
    }

    /** The same person at another machine: the same account, another folder. */
    Operator elsewhere() {
        return new Operator(parts, account, parts.directory("elsewhere-" + account));
    }

    DefinitionKey account() {
        return new DefinitionKey.Account(account);
    }

    /** A call of this operator's to something of its account. */
    Call call(String method, String path) {
        return Call.of(method, "/accounts/" + account + path)
                .with("Authorization", "TD1 " + account + "/" + Admin.BOOTSTRAP);
    }

    long number() {
        return account;
    }

    ServiceId service(long instance) {
        return new ServiceId(account, instance);
    }

    DefinitionKey definitionOf(long instance) {
        return new DefinitionKey.Service(service(instance));
    }

    /** A table that only this account speaks of. */
    String table(String name) {
        return "shop" + account + "." + name;
    }

    String serviceDocument(long instance, String name, String table) {
        return """
                account: %d
                instance: %d
                name: %s
                event_tables: [%s]
                identity:
                  keys:
                    - {name: email, normalize: lowercase}
                attributes:
                  - {name: views, kind: counter, on: any}
                personalizations:
                  - name: homepage
                    offers:
                      - name: welcome
                        entry_criteria: {profile: 'profile.views >= 3'}
                        payload: {attributes: {seen: {attribute: views}}}
                """.formatted(account, instance, name, table(table));
    }

    String accountDocument(long instance) {
        String key = "%064x".formatted(2 * account);
        String token = "%064x".formatted(2 * account + 1);
        return """
                account: %d
                api_keys:
                  - {name: backend, kind: write, digest: "sha256:%s"}
                tokens:
                  - {name: backend, instance: %d, kind: private, digest: "sha256:%s"}
                """.formatted(account, key, instance, token);
    }

    /** The name under which the file is in the folder. */
    String file(String name) {
        return account + "-" + name;
    }

    void writes(String file, String text) {
        try {
            Files.writeString(folder.resolve(file(file)), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param more settings, {@code name=value}, that replace those for the common surroundings */
    Admin starts(String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "p13n.admin.definitions",
                folder.toString(),
                "p13n.admin.patience",
                "20s",
                "spring.kafka.bootstrap-servers",
                parts.broker().bootstrapServers(),
                "spring.r2dbc.url",
                parts.r2dbcUrl("postgres"),
                "spring.r2dbc.username",
                "postgres",
                "p13n.erasure.secret",
                Admin.ERASURE_SECRET,
                "server.port",
                "0",
                "management.server.port",
                "0"));
        for (int i = 0; i < Surroundings.MOST_ACCOUNTS; i++) {
            settings.put("p13n.admin.bootstrap-keys[" + i + "].account", String.valueOf(i + 1));
            settings.put(
                    "p13n.admin.bootstrap-keys[" + i + "].digest",
                    Digest.ofSecret(Admin.BOOTSTRAP).toString());
        }
        for (String setting : more) {
            settings.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return new Admin(AdminApi.application()
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new)));
    }

    void startsAndStops() {
        starts().close();
    }

    /** All versions that were ever kept, in order. */
    List<Long> versionsKept(DefinitionKey key) {
        return database.sql("select version from definition_version where subject = ? order by version")
                .param(key.toString())
                .query(Long.class)
                .list();
    }

    /** As if reactors had come to know this customer. */
    void knows(long instance, Profile profile) {
        database.sql("insert into profile (account, instance, id, version, state) values (?, ?, ?, 1, ?)")
                .params(account, instance, profile.id(), ProfileCodec.encode(profile))
                .update();
        for (LinkedId linked : profile.ids()) {
            database.sql("insert into identity (account, instance, key, value, profile, since, proven)"
                            + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            account,
                            instance,
                            linked.id().key(),
                            linked.id().value(),
                            profile.id(),
                            linked.since(),
                            linked.proven())
                    .update();
        }
    }

    /** As if an ingest and a reactor had answered an event of a server's by version 1, and kept it; tells its uuid. */
    UUID decides(long instance, String table, String body, Profile before, String... returned) {
        UUID recordId = RecordId.next();
        var acceptedAt = Instant.now().atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
        var event = (Event) EventReader.read(body.getBytes(UTF_8));
        var joining = event.fields().entrySet().stream()
                .filter(field -> field.getKey().equals("email"))
                .map(field -> new Id(field.getKey(), field.getValue().toString()))
                .toList();
        var basis = new DecisionBasis(before, joining, Map.of(), false, List.of(returned));
        for (String kept : List.of("event", "decision")) {
            database.sql("select make_day(?, ?)")
                    .params(kept, acceptedAt.toLocalDate())
                    .query()
                    .listOfRows();
        }
        database.sql("insert into event (accepted_at, account, instance, database_name, table_name, time, record_id,"
                        + " ids, body) values (?, ?, ?, ?, ?, ?, ?, '{}', ?::json)")
                .params(
                        acceptedAt,
                        account,
                        instance,
                        table.substring(0, table.indexOf('.')),
                        table.substring(table.indexOf('.') + 1),
                        acceptedAt,
                        recordId,
                        body)
                .update();
        database.sql("insert into decision values (?, ?, ?, ?, ?, 1, false, ?, ?, ?)")
                .params(
                        acceptedAt,
                        account,
                        instance,
                        recordId,
                        recordId,
                        before.id(),
                        ProfileCodec.encode(before),
                        BasisCodec.encode(basis))
                .update();
        return recordId;
    }

    /** As if the warehouse had uploaded a value. */
    void imports(long instance, Id id, String attribute, String json) {
        database.sql("insert into imported_attribute"
                        + " (account, instance, identity_key, identity_value, attribute, value)"
                        + " values (?, ?, ?, ?, ?, ?::jsonb)")
                .params(account, instance, id.key(), id.value(), attribute, json)
                .update();
    }

    /** What is committed of all customers of the service. */
    List<String> profiles(long instance) {
        return database.sql("select id || ' ' || version || ' ' || state from profile"
                        + " where account = ? and instance = ? order by id")
                .params(account, instance)
                .query(String.class)
                .list();
    }

    /** As if a replica had kept a version, and ended before it published it. */
    void keepsByHand(DefinitionKey key, long version, String text) {
        database.sql("insert into definition_version (subject, version, document, applied_by) values (?, ?, ?, 'hand')")
                .params(key.toString(), version, text)
                .update();
        database.sql("update definition set version = ? where subject = ?")
                .params(version, key.toString())
                .update();
    }

    /** As if a reactor could not process an event, for a reason. */
    void finds(ServiceId service, String origin, String event) throws Exception {
        findsClosed(service, origin, event);
        database.sql("insert into dead_letter (account, instance, origin) values (?, ?, ?)")
                .params(service.account(), service.instance(), origin)
                .update();
    }

    /** The same, of a letter that has been settled since. */
    void findsClosed(ServiceId service, String origin, String event) throws Exception {
        var failed = new ConsumerRecord<>("t", 0, 0, "the key".getBytes(UTF_8), event.getBytes(UTF_8));
        new EventHeaders(
                        RecordId.next(),
                        Instant.parse("2026-01-01T10:00:00Z"),
                        null,
                        "shop.events",
                        "pages",
                        "site",
                        EventHeaders.CallerKind.PUBLIC,
                        1,
                        "request",
                        new ReplyTo(ReplyAddress.parse("127.0.0.1:1"), RecordId.next(), Instant.EPOCH),
                        null)
                .writeTo(failed.headers());
        new Topic(parts.broker())
                .takes(DeadLetterRecord.about(failed, Topics.deadLetters(service), origin, "a reason"));
    }

    /** What the audit has of this account, oldest first, as {@code who: action subject}. */
    List<String> audit() {
        return database.sql("select who || ': ' || action || ' ' || subject from audit where account = ? order by id")
                .param(account)
                .query(String.class)
                .list();
    }

    /** As if the database came back from a backup of before this definition. */
    void restoresDatabaseFromBefore(DefinitionKey key) {
        database.sql("delete from definition_version where subject = ?")
                .param(key.toString())
                .update();
        database.sql("delete from definition where subject = ?")
                .param(key.toString())
                .update();
        database.sql("delete from published_definition where subject = ?")
                .param(key.toString())
                .update();
        database.sql("delete from credential where account = ?").param(account).update();
        database.sql("delete from applied_file where file like ?")
                .param(account + "-%")
                .update();
    }
}
