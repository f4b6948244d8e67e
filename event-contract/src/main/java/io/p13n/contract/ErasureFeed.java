package io.p13n.contract;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic {@link Topics#ERASURES} from its beginning and keeps listening, on a thread of its own.
 *
 * <p>Law: once {@link #caughtUp()} completes the listener has seen every erasure that was committed when the feed began;
 * it may see one more than once. A record that is no erasure is logged and passed over. Otherwise as
 * {@link DefinitionFeed}.
 */
public final class ErasureFeed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ErasureFeed.class);

    private final Consumer<PublishedErasure> listener;
    private final TopicFollower topic;

    /**
     * Makes a feed that does nothing until {@link #start()}.
     *
     * @param connection how to reach Kafka: bootstrap servers and security; all else is the feed's own
     * @param listener is told of each erasure, and must not throw
     */
    public ErasureFeed(Map<String, Object> connection, Consumer<PublishedErasure> listener) {
        this.listener = listener;
        this.topic = new TopicFollower(connection, Topics.ERASURES, this::tell);
    }

    /** Begins to read. */
    public void start() {
        topic.start();
    }

    /** Completes when all that was committed at the start has been told to the listener. */
    public CompletableFuture<Void> caughtUp() {
        return topic.caughtUp();
    }

    /** Ends the reading; returns when the thread has ended, or after five seconds. */
    @Override
    public void close() {
        topic.close();
    }

    private void tell(ConsumerRecord<byte[], byte[]> consumed) {
        if (consumed.value() == null) {
            return; // it was too long ago to matter
        }
        try {
            listener.accept(PublishedErasure.read(consumed));
        } catch (MalformedHeaders | IllegalArgumentException foreign) {
            log.error("{} at offset {} is no erasure: {}", consumed.topic(), consumed.offset(), foreign.toString());
        }
    }
}
