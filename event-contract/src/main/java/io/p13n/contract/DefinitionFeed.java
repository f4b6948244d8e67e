package io.p13n.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic {@link Topics#DEFINITIONS} from its beginning and keeps listening, on a thread of its own.
 *
 * <p>Law: the listener sees, for each key, strictly rising versions, and only committed ones; it is called on the
 * feed's thread, one definition at a time. Once {@link #caughtUp()} completes it has seen all that was committed when
 * the feed began. An unreachable broker or a topic that does not exist yet is waited for, without end; a record that is
 * no definition is logged and passed over.
 */
public final class DefinitionFeed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DefinitionFeed.class);

    private final Consumer<PublishedDefinition> listener;
    private final Map<DefinitionKey, Long> versions = new HashMap<>();
    private final TopicFollower topic;

    /**
     * Makes a feed that does nothing until {@link #start()}.
     *
     * @param connection how to reach Kafka: bootstrap servers and security; all else is the feed's own
     * @param listener is told of each newer version; what it throws is logged, and the feed goes on
     */
    public DefinitionFeed(Map<String, Object> connection, Consumer<PublishedDefinition> listener) {
        this.listener = listener;
        this.topic = new TopicFollower(connection, Topics.DEFINITIONS, this::tell);
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
            return;
        }
        PublishedDefinition definition;
        try {
            definition = PublishedDefinition.read(consumed);
        } catch (MalformedHeaders | IllegalArgumentException foreign) {
            log.error("{} at offset {} is no definition: {}", consumed.topic(), consumed.offset(), foreign.toString());
            return;
        }
        if (definition.version() > versions.getOrDefault(definition.key(), 0L)) {
            tell(definition);
            versions.put(definition.key(), definition.version());
        }
    }

    private void tell(PublishedDefinition definition) {
        try {
            listener.accept(definition);
        } catch (RuntimeException bug) {
            // One definition that the listener can't take must not keep all later ones from it.
            log.error("{} version {} was not taken in", definition.key(), definition.version(), bug);
        }
    }
}
