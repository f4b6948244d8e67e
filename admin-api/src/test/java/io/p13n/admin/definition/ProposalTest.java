package io.p13n.admin.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.p13n.offer.definition.Precedents;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProposalTest {

    private static final ServiceId WEB = new ServiceId(1, 1);
    private static final ServiceId APP = new ServiceId(2, 1);
    private static final List<PublishedDefinition> EMPTY_TOPIC = List.of();
    private static final Map<String, String> NOTHING_APPLIED = Map.of();

    @Test
    void aTableCanMoveToAnotherServiceInOneChange() {
        var database =
                Standing.of(List.of(version(WEB, 4, "shop.table_a", "shop.table_b"), version(APP, 2, "shop.table_c")));

        var proposal = propose(
                database,
                EMPTY_TOPIC,
                List.of(file("app.yaml", APP, "shop.table_c", "shop.table_b"), file("web.yaml", WEB, "shop.table_a")),
                NOTHING_APPLIED);

        assertThat(accepted(proposal).versions())
                .extracting(version -> version.definition().version())
                .containsExactly(3L, 5L);
    }

    @Test
    void aTableThatStaysWhereItIsIsRefusedToAnother() {
        var database = Standing.of(List.of(version(WEB, 4, "shop.table_a"), version(APP, 2, "shop.table_c")));

        var proposal = propose(
                database, EMPTY_TOPIC, List.of(file("app.yaml", APP, "shop.table_c", "shop.table_a")), NOTHING_APPLIED);

        assertThat(((Proposal.Refused) proposal).problems())
                .containsExactly(FileProblem.conflict(
                        "app.yaml",
                        "event_tables[1]",
                        "shop.table_a belongs to service/1/1 already, and an event table has one service:"
                                + " name another, or take it from there"));
    }

    @Test
    void aDeletedServiceKeepsNoTable() {
        var deleted = new PublishedDefinition(new DefinitionKey.Service(WEB), 5, true, "");

        var proposal = propose(
                Standing.of(List.of(deleted)),
                EMPTY_TOPIC,
                List.of(file("app.yaml", APP, "shop.table_a")),
                NOTHING_APPLIED);

        assertThat(accepted(proposal).outcome().logs()).containsExactly(APP);
    }

    @Test
    void whatIsOlderOnTheTopicIsNotAdopted() {
        var database = Standing.of(List.of(version(WEB, 4, "shop.table_a")));

        var proposal = propose(database, List.of(version(WEB, 3, "shop.table_b")), List.of(), NOTHING_APPLIED);

        assertThat(accepted(proposal).versions()).isEmpty();
    }

    @Test
    void aServiceThatNoTokenLeadsToIsWarnedOf() {
        var account = new PublishedDefinition(
                new DefinitionKey.Account(1),
                1,
                false,
                "account: 1\ntokens:\n  - {name: site, instance: 1, kind: private, digest: \"sha256:%s\"}\n"
                        .formatted("0".repeat(64)));
        var database = Standing.of(List.of(account, version(WEB, 1, "shop.table_a"), version(APP, 1, "shop.table_b")));

        var proposal = propose(database, EMPTY_TOPIC, List.of(), NOTHING_APPLIED);

        assertThat(accepted(proposal).outcome().warnings())
                .containsExactly("no token leads to service/2/1: add one to the document of its account");
    }

    @Test
    void aVersionThatIsNoLongerUnderstoodIsWarnedOfAndLeftAsItIs() {
        var old = new PublishedDefinition(new DefinitionKey.Service(WEB), 9, false, "account: 1\nspells: []\n");

        var proposal = propose(Standing.of(List.of(old)), EMPTY_TOPIC, List.of(), NOTHING_APPLIED);

        assertThat(accepted(proposal).versions()).isEmpty();
        assertThat(accepted(proposal).outcome().warnings())
                .contains("version 9 of service/1/1, which stands, is no longer understood: apply a newer one");
    }

    @Test
    void anAttributeThatProfilesHoldStaysWhatItIs() {
        var database = Standing.of(List.of(new PublishedDefinition(
                new DefinitionKey.Service(WEB),
                1,
                false,
                "%s\nattributes: [{name: views, kind: counter, on: any}]"
                        .formatted(document(WEB, Stream.of("shop.table_a"))))));
        var file = DefinitionFile.inFolder(
                "web.yaml",
                "%s\nattributes: [{name: views, kind: single, on: any, column: views, type: number}]"
                        .formatted(document(WEB, Stream.of("shop.table_a"))));

        var proposal = propose(database, EMPTY_TOPIC, List.of(Reviewed.of(file)), NOTHING_APPLIED);

        assertThat(((Proposal.Refused) proposal).problems())
                .singleElement()
                .asString()
                .contains("web.yaml", "attributes[0]", "views");
    }

    @Test
    void aDeletedServiceComesBackWithWhatItsProfilesHold() {
        var deleted = new PublishedDefinition(
                new DefinitionKey.Service(WEB), 2, true, document(WEB, Stream.of("shop.table_a")));
        var file = DefinitionFile.inFolder(
                "web.yaml",
                document(WEB, Stream.of("shop.table_a")).replace("name: email", "name: email, normalize: lowercase"));

        var proposal = propose(Standing.of(List.of(deleted)), EMPTY_TOPIC, List.of(Reviewed.of(file)), NOTHING_APPLIED);

        assertThat(((Proposal.Refused) proposal).problems())
                .singleElement()
                .asString()
                .contains("web.yaml", "identity.keys[0]", "`normalize` of `email` is none in version 2");
    }

    @Test
    void anAttributeThatWasTakenOutStaysWhatItWas() {
        var views = DefinitionFile.inFolder(
                "web.yaml",
                "%s\nattributes: [{name: views, kind: single, on: any, column: views, type: number}]"
                        .formatted(document(WEB, Stream.of("shop.table_a"))));
        var ground = Ground.of(Standing.of(List.of(version(WEB, 9, "shop.table_a"))), EMPTY_TOPIC, Credentials.NONE)
                .with(Map.of(
                        new DefinitionKey.Service(WEB),
                        Histories.with(
                                Precedents.NONE,
                                new PublishedDefinition(
                                        new DefinitionKey.Service(WEB),
                                        4,
                                        false,
                                        "%s\nattributes: [{name: views, kind: counter, on: any}]"
                                                .formatted(document(WEB, Stream.of("shop.table_a")))))));

        var proposal = Proposal.of(ground, List.of(Reviewed.of(views)), NOTHING_APPLIED);

        assertThat(((Proposal.Refused) proposal).problems())
                .singleElement()
                .asString()
                .contains("attributes[0]", "`views` is a counter without window in version 4");
    }

    @Test
    void anExampleThatDoesNotComeTrueIsRefused() {
        var file = DefinitionFile.inFolder("web.yaml", """
                %s
                personalizations:
                  - {name: home, offers: [{name: hello, payload: {attributes: {a: {value: 1}}}}]}
                examples:
                  - {name: nobody is greeted, events: [{table: shop.web_events, body: {email: a@b}}], expect: []}
                """.formatted(document(WEB, Stream.of("shop.web_events"))));

        var proposal = propose(Standing.of(List.of()), EMPTY_TOPIC, List.of(Reviewed.of(file)), NOTHING_APPLIED);

        assertThat(((Proposal.Refused) proposal).problems())
                .singleElement()
                .asString()
                .contains("web.yaml", "examples[0]", "hello");
    }

    private static Proposal propose(
            Standing database,
            List<PublishedDefinition> topic,
            List<Reviewed> folder,
            Map<String, String> lastApplied) {
        return Proposal.of(Ground.of(database, topic, Credentials.NONE), folder, lastApplied);
    }

    private static Proposal.Accepted accepted(Proposal proposal) {
        assertThat(proposal).isInstanceOf(Proposal.Accepted.class);
        return (Proposal.Accepted) proposal;
    }

    private static PublishedDefinition version(ServiceId service, long version, String... tables) {
        return new PublishedDefinition(
                new DefinitionKey.Service(service), version, false, document(service, Stream.of(tables)));
    }

    private static Reviewed file(String name, ServiceId service, String... tables) {
        return Reviewed.of(DefinitionFile.inFolder(name, document(service, Stream.of(tables))));
    }

    private static String document(ServiceId service, Stream<String> tables) {
        return """
                account: %d
                instance: %d
                name: service
                event_tables: %s
                identity: {keys: [{name: email}]}
                """.formatted(service.account(), service.instance(), tables.toList());
    }
}
