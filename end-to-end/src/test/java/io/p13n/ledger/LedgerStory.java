package io.p13n.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever dies, stalls or fills up: what was acknowledged is kept, and counts once. */
class LedgerStory {

    private static Ledger ledger;

    @BeforeAll
    static void open() throws Exception {
        ledger = Ledger.open(Scale.chosen());
    }

    @AfterAll
    static void close() throws Exception {
        ledger.close();
    }

    @TestFactory
    Stream<DynamicContainer> theBooksBalance() {
        return Stream.of(
                DynamicContainer.dynamicContainer(
                        "rows", Ledger.chosen().stream().map(LedgerStory::balances)),
                DynamicContainer.dynamicContainer(
                        "planted faults are found", Planted.all().map(LedgerStory::isFound)));
    }

    private static DynamicTest balances(Fault fault) {
        return DynamicTest.dynamicTest(fault.name(), () -> {
            Line line = ledger.attempt(fault);
            assertThat(line.problems()).isEmpty();
        });
    }

    /** Tampers with what was right, in a transaction that nobody else sees. */
    private static DynamicTest isFound(Planted planted) {
        return DynamicTest.dynamicTest(planted.name(), () -> {
            Book book = ledger.book(Ledger.NONE);
            try (var database = ledger.site().database().connect()) {
                database.setAutoCommit(false);
                assertThat(Checker.check(book, database).problems()).isEmpty();
                try (var statement = database.createStatement()) {
                    assertThat(statement.executeUpdate(planted.sql())).isPositive();
                }
                assertThat(Checker.check(book, database)).satisfies(planted::isSeenBy);
                database.rollback();
            } catch (SQLException failed) {
                throw new AssertionError(failed);
            }
        });
    }
}
