package io.p13n.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.p13n.admin.definition.DefinitionsRefused;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.Topics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;

@ExtendWith(Surroundings.class)
class DefinitionsAtTheStartTest {

    @Test
    void theFirstStartPublishesTheFoldersDocuments(Operator operator, Topic topic) throws Exception {
        String web = operator.serviceDocument(2, "web", "events");
        operator.writes("account.yaml", operator.accountDocument(2));
        operator.writes("web.yaml", web);

        try (var admin = operator.starts()) {
            assertThat(admin.context().getBean(ApplicationAvailability.class).getReadinessState())
                    .isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
        }

        assertThat(topic.tellsOf(operator.definitionOf(2)))
                .containsExactly(new PublishedDefinition(operator.definitionOf(2), 1, false, web));
        assertThat(topic.tellsOf(operator.account()))
                .extracting(PublishedDefinition::version)
                .containsExactly(1L);
        assertThat(topic.partitionsOf(Topics.events(operator.service(0)))).isEqualTo(12);
    }

    @Test
    void theTopicsOfAServiceAreMadeAndThenLeftAlone(Operator operator, Topic topic) throws Exception {
        operator.writes("web.yaml", operator.serviceDocument(2, "web", "events"));

        operator.starts("p13n.admin.topics.event-partitions=3").close();
        operator.starts("p13n.admin.topics.event-partitions=5").close();

        assertThat(topic.partitionsOf(Topics.events(operator.service(2)))).isEqualTo(3);
        assertThat(topic.settingOf(Topics.deadLetters(operator.service(2)), "cleanup.policy"))
                .isEqualTo("compact");
        assertThat(topic.settingOf(Topics.events(operator.service(2)), "max.message.bytes"))
                .isEqualTo("2097152");
        assertThat(topic.settingOf(Topics.DEFINITIONS, "cleanup.policy")).isEqualTo("compact");
        assertThat(topic.partitionsOf(Topics.DEFINITIONS)).isEqualTo(1);
    }

    @Test
    void aSecondStartPublishesTheSameVersionsAgain(Operator operator, Topic topic) {
        operator.writes("web.yaml", operator.serviceDocument(2, "web", "events"));

        operator.startsAndStops();
        operator.startsAndStops();

        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(1L);
        assertThat(topic.recordsOf(operator.definitionOf(2))).containsOnly(1L).hasSizeGreaterThan(1);
    }

    @Test
    void aChangedFileBecomesTheNextVersion(Operator operator, Topic topic) throws Exception {
        String changed = operator.serviceDocument(2, "shop", "events");
        operator.writes("web.yaml", operator.serviceDocument(2, "web", "events"));
        operator.startsAndStops();

        operator.writes("web.yaml", changed);
        operator.startsAndStops();

        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(1L, 2L);
        assertThat(topic.tellsOf(operator.definitionOf(2)))
                .endsWith(new PublishedDefinition(operator.definitionOf(2), 2, false, changed));
    }

    @Test
    void anotherFileWithTheSameContentMakesNoVersion(Operator operator) {
        operator.writes("web.yaml", operator.serviceDocument(2, "web", "events"));
        operator.startsAndStops();
        Operator elsewhere = operator.elsewhere();

        elsewhere.writes("renamed.json", operator.serviceDocument(2, "web", "events"));
        elsewhere.startsAndStops();

        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(1L);
    }

    @Test
    void aFileThatDidNotChangeUndoesNoNewerVersion(Operator operator, Topic topic) throws Exception {
        String newer = operator.serviceDocument(2, "by_hand", "events");
        operator.writes("web.yaml", operator.serviceDocument(2, "web", "events"));
        operator.startsAndStops();

        operator.keepsByHand(operator.definitionOf(2), 2, newer);
        operator.startsAndStops();

        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(1L, 2L);
        assertThat(topic.tellsOf(operator.definitionOf(2)))
                .endsWith(new PublishedDefinition(operator.definitionOf(2), 2, false, newer));
    }

    @Test
    void whatTheTopicAloneHoldsIsAdoptedAndTheNextVersionIsAboveIt(Operator operator, Topic topic) throws Exception {
        operator.writes("web.yaml", operator.serviceDocument(2, "web", "events"));
        operator.startsAndStops();
        topic.holds(new PublishedDefinition(
                operator.definitionOf(2), 7, false, operator.serviceDocument(2, "lost", "events")));
        operator.restoresDatabaseFromBefore(operator.definitionOf(2));

        operator.startsAndStops();

        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(7L, 8L);
        assertThat(topic.tellsOf(operator.definitionOf(2)))
                .extracting(PublishedDefinition::version)
                .endsWith(7L, 8L);
    }

    @Test
    void aDeletionThatTheTopicAloneHoldsIsAdopted(Operator operator, Topic topic) throws Exception {
        Operator elsewhere = operator.elsewhere();
        operator.writes("web.yaml", operator.serviceDocument(2, "web", "events"));
        operator.startsAndStops();
        topic.holds(new PublishedDefinition(operator.definitionOf(2), 2, true, ""));

        elsewhere.startsAndStops();

        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(1L, 2L);
        assertThat(topic.tellsOf(operator.definitionOf(2)))
                .endsWith(new PublishedDefinition(operator.definitionOf(2), 2, true, ""));
    }

    @Test
    void aWrongDocumentRefusesTheStartAndChangesNothing(Operator operator, Topic topic) throws Exception {
        operator.writes("account.yaml", operator.accountDocument(2));
        operator.writes(
                "web.yaml", operator.serviceDocument(2, "web", "events").replace("profile.views", "profile.vews"));
        operator.writes("other.yaml", "account: one\ninstance: 3\n");

        assertThatThrownBy(operator::starts)
                .isInstanceOf(DefinitionsRefused.class)
                .hasMessageContaining(operator.file("web.yaml") + ": line 14, column 35: ")
                .hasMessageContaining("personalizations[0].offers[0].entry_criteria.profile:1:")
                .hasMessageContaining("vews")
                .hasMessageContaining(operator.file("other.yaml") + ": line 1, column 10");

        assertThat(operator.versionsKept(operator.account())).isEmpty();
        assertThat(topic.tellsOf(operator.account())).isEmpty();
        assertThat(topic.tellsOf(operator.definitionOf(2))).isEmpty();
    }

    @Test
    void twoServicesCannotHaveOneEventTable(Operator operator) {
        operator.writes("a.yaml", operator.serviceDocument(2, "web", "events"));
        operator.startsAndStops();
        operator.writes("b.yaml", operator.serviceDocument(3, "app", "events"));

        assertThatThrownBy(operator::starts)
                .isInstanceOf(DefinitionsRefused.class)
                .hasMessageContaining(operator.file("b.yaml") + ": event_tables[0]: " + operator.table("events")
                        + " belongs to " + operator.definitionOf(2));

        assertThat(operator.versionsKept(operator.definitionOf(3))).isEmpty();
    }

    @Test
    void twoFilesCannotDefineOneService(Operator operator) {
        operator.writes("a.yaml", operator.serviceDocument(2, "web", "events"));
        operator.writes("b.yaml", operator.serviceDocument(2, "app", "orders"));

        assertThatThrownBy(operator::starts)
                .isInstanceOf(DefinitionsRefused.class)
                .hasMessageContaining(operator.file("b.yaml") + ": " + operator.definitionOf(2)
                        + " is already defined by " + operator.file("a.yaml"));
    }

    @Test
    void twoAdminsAtOnceLeaveTheVersionsInOrder(Operator operator, Topic topic) throws Exception {
        Operator elsewhere = operator.elsewhere();
        operator.writes("web.yaml", operator.serviceDocument(2, "one", "events"));
        operator.startsAndStops();
        operator.writes("web.yaml", operator.serviceDocument(2, "two", "events"));
        elsewhere.writes("web.yaml", operator.serviceDocument(2, "three", "events"));

        CompletableFuture.allOf(Stream.of(operator, elsewhere)
                        .map(admin -> CompletableFuture.runAsync(
                                admin::startsAndStops, task -> new Thread(task, "admin").start()))
                        .toArray(CompletableFuture[]::new))
                .join();

        List<Long> records = topic.recordsOf(operator.definitionOf(2));
        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(1L, 2L, 3L);
        assertThat(records).isSorted().endsWith(3L);
    }

    @Test
    void anAdminThatLostItsTurnCanNoLongerPublish(Operator operator, Topic topic) throws Exception {
        operator.writes("web.yaml", operator.serviceDocument(2, "web", "events"));
        operator.startsAndStops();
        operator.writes("web.yaml", operator.serviceDocument(2, "shop", "events"));

        try (var stalled = topic.publicationThatStalls("p13n-admin-definitions")) {
            stalled.sends(new PublishedDefinition(operator.definitionOf(2), 1, false, "stale"));
            operator.startsAndStops();

            assertThatThrownBy(stalled::commits).isInstanceOf(ProducerFencedException.class);
        }

        assertThat(topic.recordsOf(operator.definitionOf(2))).isSorted().endsWith(2L);
    }
}
