package io.p13n.admin.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.netty.channel.AbortedException;

/** However much is sent, and however slowly it is written, only a few rows are between the connection and the database. */
class ArrivingTest {

    private static final int BUFFERS = 20_000;
    private static final int ROWS_A_BUFFER = 100;

    private static final ServiceDefinition SERVICE =
            (ServiceDefinition) ((Reading.Read) DefinitionReader.read("""
                    account: 1
                    instance: 1
                    name: shop
                    event_tables: [shop.events]
                    identity: {keys: [{name: customer_id}]}
                    """)).document();

    private final AtomicLong rowsSent = new AtomicLong();

    /** Two million rows, made as they are asked for. */
    private Flux<DataBuffer> body() {
        return Flux.range(0, BUFFERS).map(number -> {
            var text = new StringBuilder(number == 0 ? "customer_id\n" : "");
            for (int i = 0; i < ROWS_A_BUFFER; i++) {
                text.append("customer-").append(rowsSent.incrementAndGet()).append('\n');
            }
            return DefaultDataBufferFactory.sharedInstance.wrap(text.toString().getBytes(UTF_8));
        });
    }

    @Test
    void aSlowReaderSlowsTheSenderDown() throws IOException {
        Target target = Target.Segment.of(SERVICE, "vip", "customer_id");
        Arriving arriving = Arriving.of(body());
        long rowsRead = 0;
        long mostInBetween = 0;

        try (var rows = new RowReader(target, new Format(true, false).lines(arriving, target), new Progress(0))) {
            for (Batch batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
                rowsRead += batch.rows();
                mostInBetween = Math.max(mostInBetween, rowsSent.get() - rowsRead);
                assertThat(batch.rows()).isLessThanOrEqualTo(Batch.MOST_VALUES);
            }
        }

        assertThat(rowsRead).isEqualTo((long) BUFFERS * ROWS_A_BUFFER);
        assertThat(mostInBetween).isLessThan(10_000);
    }

    @Test
    void whatBreaksOffNeverLooksLikeTheEnd() {
        for (Exception cut : List.of(new IOException("reset"), new AbortedException("closed"))) {
            assertThatThrownBy(() -> readUntil(cut))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the connection broke off")
                    .hasCause(cut);
        }
    }

    @Test
    void ourOwnMistakeIsNotTakenForABrokenConnection() {
        var mistake = new NullPointerException("ours");

        assertThatThrownBy(() -> readUntil(mistake)).isSameAs(mistake);
    }

    private void readUntil(Exception failure) throws IOException {
        Target target = Target.Segment.of(SERVICE, "vip", "customer_id");
        Arriving arriving = Arriving.of(body().take(3).concatWith(Flux.error(failure)));
        try (var rows = new RowReader(target, new Format(true, false).lines(arriving, target), new Progress(0))) {
            rows.next();
        }
    }
}
