package io.p13n.reactor.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import org.junit.jupiter.api.Test;

class DefinitionsTest {

    private final ServiceId service = new ServiceId(1, 2);
    private final Definitions definitions = new Definitions();

    @Test
    void aServiceThatIsNotKnownYetIsWaitedFor() {
        isWaitedFor(1);
    }

    @Test
    void aVersionThatIsOnItsWayIsWaitedFor() {
        hold(3, "web");

        isHeld(3);
        isWaitedFor(4);
        hold(4, "web");
        isHeld(4);
        isHeld(3);
    }

    @Test
    void aVersionThatCanNotBeReadHereLeavesTheOneBefore() {
        hold(3, "web");
        definitions.hold(new PublishedDefinition(new DefinitionKey.Service(service), 4, false, "of: a later release"));

        isHeld(3);
        isWaitedFor(4);
    }

    @Test
    void aServiceThatEndedIsOverUntilALaterVersion() {
        hold(3, "web");
        hold(4, true, "web");

        assertThatExceptionOfType(ServiceDeleted.class).isThrownBy(() -> definitions.atLeast(service, 3));
        assertThat(definitions.services()).isEmpty();
        isWaitedFor(5);
        hold(5, "web");
        isHeld(5);
        assertThat(definitions.services()).containsExactly(service);
    }

    @Test
    void whatAServiceWasLastIsToldAfterItsEnd() {
        assertThatExceptionOfType(DefinitionBehind.class).isThrownBy(() -> definitions.last(service));
        hold(3, "web");
        isLast("web");

        hold(4, true, "shop");
        isLast("shop");
        assertThat(definitions.ofAccount(1)).isEmpty();

        definitions.hold(new PublishedDefinition(new DefinitionKey.Service(service), 5, true, "of: a later release"));
        isLast("shop");
    }

    private void isLast(String name) {
        assertThat(definitions.last(service).map(last -> last.definition().name()))
                .contains(name);
    }

    private void hold(long version, String name) {
        hold(version, false, name);
    }

    private void hold(long version, boolean deleted, String name) {
        String document = """
                account: 1
                instance: 2
                name: %s
                event_tables: [shop.web_events]
                identity: {keys: [{name: customer_id}]}
                attributes: []
                personalizations: []
                """.formatted(name);
        definitions.hold(new PublishedDefinition(new DefinitionKey.Service(service), version, deleted, document));
    }

    private void isHeld(long version) {
        assertThat(definitions.atLeast(service, version).number()).isGreaterThanOrEqualTo(version);
    }

    private void isWaitedFor(long version) {
        assertThatExceptionOfType(DefinitionBehind.class).isThrownBy(() -> definitions.atLeast(service, version));
    }
}
