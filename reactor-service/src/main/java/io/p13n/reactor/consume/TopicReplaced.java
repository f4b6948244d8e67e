package io.p13n.reactor.consume;

/**
 * The topic is not the one whose offsets PostgreSQL holds: it was deleted and made anew. Going on would skip events
 * or count them twice, so the group stops.
 */
final class TopicReplaced extends RuntimeException {

    private static final long serialVersionUID = 1;

    TopicReplaced(ConsumerGroup group, int partition) {
        super("topic " + group.topic() + " was replaced since group " + group.name() + " last read partition "
                + partition + ". If its events are meant to be applied from the start, delete the group's rows from"
                + " partition_offset and restart; else restore the topic");
    }
}
