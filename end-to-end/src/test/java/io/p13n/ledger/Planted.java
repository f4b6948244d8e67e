package io.p13n.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Something wrong that the checker must find.
 *
 * @param name what is wrong
 * @param sql makes it wrong
 * @param seen what the checker must say
 */
record Planted(String name, String sql, Consumer<Entry> seen) {

    private static final String AN_EVENT =
            " where record_id = (select min(record_id::text)::uuid from event where body ->> 'row' = 'none')";
    private static final String A_PROFILE =
            " where id = (select profile from identity where key = 'customer_id' and value = 'none.regular0-0')";
    private static final String A_NEWCOMER = " where identity.value = 'none.newcomer0.1'";

    static Stream<Planted> all() {
        return Stream.of(
                new Planted("an event that is not stored", "delete from event" + AN_EVENT, entry -> {
                    assertThat(entry.lost()).isEqualTo(1);
                    assertThat(entry.problems()).anyMatch(each -> each.startsWith("acknowledged and not in the event"));
                }),
                new Planted(
                        "an event that is stored twice",
                        "insert into event select accepted_at, account, instance, database_name, table_name, time,"
                                + " gen_random_uuid(), uuid, ids, body from event" + AN_EVENT,
                        entry -> assertThat(entry.doubled()).isEqualTo(1)),
                new Planted(
                        "an event that is not counted",
                        counters("- 1", "- 0"),
                        entry -> assertThat(entry.lost()).isEqualTo(1)),
                new Planted(
                        "an event that is counted twice",
                        counters("+ 1", "+ 1"),
                        entry -> assertThat(entry.doubled()).isEqualTo(1)),
                new Planted(
                        "half an event",
                        counters("+ 0", "+ 1"),
                        entry -> assertThat(entry.problems()).anyMatch(each -> each.contains("its counters say"))),
                new Planted(
                        "an id that was left with the profile that went into another",
                        "update identity set profile = c.merged from identity_change c" + A_NEWCOMER
                                + " and identity.key = 'email' and c.profile = identity.profile",
                        entry -> assertThat(entry.problems())
                                .anyMatch(each -> each.contains("lie in 2 profiles"))
                                .anyMatch(each -> each.contains("name a profile which is not there"))),
                new Planted(
                        "a profile that went into another and is still there",
                        "insert into profile (account, instance, id, version, state)"
                                + " select 1, 2, merged, 0, '{}' from identity_change"
                                + " where change = 'merged' limit 1",
                        entry -> assertThat(entry.problems()).anyMatch(each -> each.contains("are still there"))),
                new Planted(
                        "an id that is gone",
                        "delete from identity" + A_NEWCOMER + " and key = 'email'",
                        entry -> assertThat(entry.problems()).anyMatch(each -> each.contains("names nobody"))),
                new Planted(
                        "two customers with one profile",
                        "update identity set profile = (select profile from identity" + A_NEWCOMER
                                + " limit 1) where key = 'customer_id' and value = 'none.regular0-0'",
                        entry -> assertThat(entry.problems())
                                .anyMatch(each -> each.contains("two customers with one profile"))
                                .anyMatch(each -> each.contains("profiles that no id names"))),
                new Planted(
                        "a batch whose offset did not move",
                        "update partition_offset set next_offset = next_offset - 1 where partition ="
                                + " (select min(partition) from partition_offset where next_offset > 0)",
                        entry -> assertThat(entry.problems())
                                .anyMatch(each -> each.startsWith("the archive's offsets"))
                                .anyMatch(each -> each.startsWith("the reactors' offsets"))));
    }

    void isSeenBy(Entry entry) {
        seen.accept(entry);
    }

    private static String counters(String events, String total) {
        return "update profile set state = jsonb_set(jsonb_set(state::jsonb, '{a,events,1}', to_jsonb("
                + "(state::jsonb #>> '{a,events,1}')::numeric " + events + ")), '{a,total,1}', to_jsonb("
                + "(state::jsonb #>> '{a,total,1}')::numeric " + total + "))::text" + A_PROFILE;
    }
}
