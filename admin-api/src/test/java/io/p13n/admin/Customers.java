package io.p13n.admin;

import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.AttributeStates;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What reactors and imports keep of a service's customers. */
record Customers(JdbcClient database, ServiceId service) {

    /** The record id of a profile's first event, which is its id. */
    static UUID record(int number) {
        return UUID.fromString("019b76da-a800-7000-8000-%012d".formatted(number)); // 2026-01-01T00:00:00Z
    }

    /** A profile that has nothing but this id. */
    void known(int number, String email) {
        known(new Profile(
                record(number),
                List.of(new LinkedId(new Id("email", email), record(number), true)),
                null,
                null,
                AttributeStates.NONE));
    }

    void known(Profile profile) {
        database.sql("insert into profile values (?, ?, ?, 1, ?)")
                .params(service.account(), service.instance(), profile.id(), ProfileCodec.encode(profile))
                .update();
        for (LinkedId linked : profile.ids()) {
            database.sql("insert into identity values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            service.account(),
                            service.instance(),
                            linked.id().key(),
                            linked.id().value(),
                            profile.id(),
                            linked.since(),
                            linked.proven())
                    .update();
        }
    }

    /** One profile took in another. */
    void merged(UUID profile, UUID other) {
        database.sql("""
                        insert into identity_change (account, instance, profile, change, merged, record_id, at)
                        values (?, ?, ?, 'merged', ?, gen_random_uuid(), '2026-01-01T12:00:00Z')
                        """)
                .params(service.account(), service.instance(), profile, other)
                .update();
    }

    void segment(String email, String segment) {
        database.sql("""
                        insert into batch_segment (account, instance, identity_key, identity_value, segment)
                        values (?, ?, 'email', ?, ?)
                        """)
                .params(service.account(), service.instance(), email, segment)
                .update();
    }

    void imported(String email, String attribute, String json) {
        database.sql("""
                        insert into imported_attribute
                            (account, instance, identity_key, identity_value, attribute, value)
                        values (?, ?, 'email', ?, ?, ?::jsonb)
                        """)
                .params(service.account(), service.instance(), email, attribute, json)
                .update();
    }

    /** An event of the archive, on the first of January 2026. */
    void event(String email, Instant at, String body) {
        database.sql("select make_day('event', '2026-01-01')").query().listOfRows();
        database.sql("insert into event values (?::timestamptz, ?, ?, 'shop', 'events', ?::timestamptz,"
                        + " gen_random_uuid(), null, array['email=' || ?], ?::json)")
                .params(at.toString(), service.account(), service.instance(), at.toString(), email, body)
                .update();
    }

    long count(String table) {
        return database.sql("select count(*) from " + table + " where account = ?")
                .param(service.account())
                .query(Long.class)
                .single();
    }
}
