package io.p13n.offer.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.TestData;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.profile.AttributeStates;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchReads;
import io.p13n.offer.profile.ExposureState;
import io.p13n.offer.profile.ListEntry;
import io.p13n.offer.profile.ListState;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CompiledServiceTest {

    private static final String SERVICE = """
            account: 1
            instance: 1
            name: web
            event_tables: [shop.events]
            identity:
              keys: [{name: customer_id}, {name: email}, {name: cookie, public: true}]
              max_ids: 3
            key_events: [{name: view, table: shop.events, when: %s}]
            attributes: [{name: views, kind: counter, on: view}]
            personalizations:
              - name: all
                offers:
                  - name: counted
                    entry_criteria: {profile: %s}
                    payload: {attributes: {views: {attribute: views}}}
            """;

    private final CompiledService service = TestData.compiled(SERVICE.formatted("event.v == 1", "profile.views > 0"));

    @Test
    void everyWrongExpressionIsReportedAtOnceWithItsPlace() {
        var definition = TestData.service(SERVICE.formatted("evnt.v == 1", "profile.veiws > 0"));

        var compilation = CompiledService.compile(definition);

        assertThat(compilation).isInstanceOf(Compilation.Refused.class);
        assertThat(((Compilation.Refused) compilation).problems())
                .extracting(Object::toString)
                .containsExactly(
                        "line 8, column 53: key_events[0].when:1:1: unknown name `evnt`; did you mean `event`?",
                        "line 14, column 35: personalizations[0].offers[0].entry_criteria.profile:1:9: unknown attribute"
                                + " `veiws`; did you mean `views`?");
    }

    @Test
    void theLeastTrustedThenTheOldestIdGivesWay() {
        var profile = Profile.fresh(record(1));
        profile = decide(profile, 1, Caller.PRIVATE, "{'cookie':'c1'}");
        profile = decide(profile, 2, Caller.PRIVATE, "{'cookie':'c2'}");
        profile = decide(profile, 3, Caller.PRIVATE, "{'cookie':'c3'}");
        assertThat(ids(profile)).containsExactly("c1", "c2", "c3");

        profile = decide(profile, 4, Caller.PRIVATE, "{'customer_id':'1','cookie':'c2'}");
        assertThat(ids(profile)).containsExactly("c2", "c3", "1");

        profile = decide(profile, 5, Caller.PRIVATE, "{'cookie':'c4'}");
        assertThat(ids(profile)).containsExactly("c3", "1", "c4");
    }

    @Test
    void aBrowsersIdPushesNobodyOut() {
        var profile = Profile.fresh(record(1));
        profile = decide(profile, 1, Caller.PRIVATE, "{'customer_id':'1','email':'a@b','cookie':'c1'}");
        profile = decide(profile, 2, Caller.PUBLIC, "{'cookie':'c2'}");

        assertThat(ids(profile)).containsExactlyInAnyOrder("1", "a@b", "c1");
    }

    @Test
    void aDuplicateIsAnsweredFromTheProfileAsItIs() {
        var profile = decide(Profile.fresh(record(1)), 1, Caller.PRIVATE, "{'cookie':'c','v':1}");

        var answer =
                service.answer(event(2, Caller.PRIVATE, "{'cookie':'c','email':'a@b','v':1}"), profile, BatchData.NONE);

        assertThat(answer.profile()).isEqualTo(profile);
        assertThat(new String(Offers.toJson(answer.offers()), UTF_8))
                .isEqualTo("{\"offers\":{\"counted\":{\"attributes\":{\"views\":1}}}}");
    }

    @Test
    void anEventOfAForeignTableChangesNoAttribute() {
        var event = new AcceptedEvent(
                record(1), Instant.EPOCH, "other.table", Caller.PRIVATE, parsed("{'cookie':'c','v':1}"));

        assertThat(service.decide(event, Profile.fresh(record(1)), BatchData.NONE)
                        .profile()
                        .states())
                .isEqualTo(AttributeStates.NONE);
    }

    @Test
    void whatTheDefinitionDoesNotKnowIsCarriedAlong() {
        var older = TestData.compiled(
                SERVICE.formatted("event.v == 1", "profile.views > 0").replace("attributes: [", """
                                attributes: [
                                    {name: page, kind: single, on: any, column: page, type: string},
                                    {name: total, kind: counter, on: any},
                                    {name: sliding, kind: counter, on: any, window: 24h, sub_windows: {hour: 1h}},
                                    {name: pages, kind: list, on: any, id: page, fields: [v]},
                                """.strip())
                        + "      - {name: capped, frequency_cap: {times: 9, per: 30d}}\n");
        var one = older.decide(
                        event(1, Caller.PRIVATE, "{'cookie':'c1','page':'/a','v':1}"),
                        Profile.fresh(record(1)),
                        BatchData.NONE)
                .profile();
        var other = older.decide(
                        event(2, Caller.PRIVATE, "{'cookie':'c2','page':'/b','v':1}"),
                        Profile.fresh(record(2)),
                        BatchData.NONE)
                .profile();

        var decided = decide(stored(one), 3, Caller.PRIVATE, "{'cookie':'c1','page':'/c','v':1}");
        var after = stored(service.merge(List.of(stored(other), decided)));

        var expected = older.merge(List.of(one, other));
        for (var name : List.of("page", "total", "sliding", "pages", ExposureState.name("capped"))) {
            assertThat(after.states().get(name))
                    .as(name)
                    .isNotNull()
                    .isEqualTo(expected.states().get(name));
        }
        assertThat(after.states().get("views")).isNotEqualTo(expected.states().get("views"));
    }

    /** What it keeps is from before the definition came to allow less. */
    @Test
    void aProfileAloneIsCutToWhatTheDefinitionAllowsNow() {
        var wide = limited(3);
        var profile = Profile.fresh(record(1));
        for (int i = 1; i <= 3; i++) {
            var event = event(i, Caller.PRIVATE, "{'cookie':'c','page':'/" + i + "'}");
            profile = wide.decide(event, profile, BatchData.NONE).profile();
        }

        var cut = limited(2).merge(List.of(profile));

        assertThat(wide.merge(List.of(profile))).isEqualTo(profile);
        assertThat(cut.states().get("pages"))
                .isInstanceOfSatisfying(
                        ListState.class,
                        pages -> assertThat(pages.entries())
                                .extracting(ListEntry::id)
                                .containsExactly("/3", "/2"));
        assertThat(cut.states().get(ExposureState.name("capped"))).isEqualTo(new ExposureState(List.of(2000L, 3000L)));
    }

    @Test
    void whatOfTheWarehouseCanMakeADifferenceIsKnown() {
        assertThat(service.batchReads()).isEqualTo(new BatchReads(false, false));
        assertThat(reads("event.segments == 1", "profile.views > 0")).isEqualTo(new BatchReads(false, false));
        assertThat(reads("event.v == 1", "profile.views > 0 && '7' in segments"))
                .isEqualTo(new BatchReads(true, false));
        assertThat(reads("event.v == 1", "profile.views > 0 || segments.size() == 2"))
                .isEqualTo(new BatchReads(true, false));
        assertThat(TestData.compiled(SERVICE.formatted("event.v == 1", "profile.views > 0")
                                + "      - {name: named, payload: {batch_segments: ['7']}}\n")
                        .batchReads())
                .isEqualTo(new BatchReads(true, false));
        assertThat(TestData.compiled(SERVICE.formatted("event.v == 1", "profile.views > 0")
                                .replace("attributes: [{", "attributes: [{name: age, kind: imported, type: number}, {"))
                        .batchReads())
                .isEqualTo(new BatchReads(false, true));
    }

    private static BatchReads reads(String keyEvent, String criteria) {
        return TestData.compiled(SERVICE.formatted(keyEvent, criteria)).batchReads();
    }

    private static CompiledService limited(int most) {
        return TestData.compiled(SERVICE.formatted("event.v == 1", "profile.views > 0")
                        .replace("attributes: [", """
                                attributes: [
                                    {name: pages, kind: list, on: any, id: page, fields: [v], max_items: %d},
                                """.formatted(most).strip())
                + "      - {name: capped, frequency_cap: {times: %d, per: 30d}}\n".formatted(most));
    }

    private static Profile stored(Profile profile) {
        return ProfileCodec.decode(profile.id(), profile.ids(), ProfileCodec.encode(profile));
    }

    private Profile decide(Profile profile, int record, Caller caller, String body) {
        return service.decide(event(record, caller, body), profile, BatchData.NONE)
                .profile();
    }

    private static AcceptedEvent event(int record, Caller caller, String body) {
        return new AcceptedEvent(record(record), Instant.ofEpochSecond(record), "shop.events", caller, parsed(body));
    }

    private static Event parsed(String body) {
        return (Event) EventReader.read(body.replace('\'', '"').getBytes(UTF_8));
    }

    private static List<String> ids(Profile profile) {
        return profile.ids().stream().map(linked -> linked.id().value()).toList();
    }

    private static UUID record(int number) {
        return new UUID(0x0197_0000_0000_7000L, number);
    }
}
