package io.p13n.reactor.deadletter;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that can't be processed.
 *
 * @param origin the record, as it came
 * @param reason why, for a person; without the data of a customer, for it is logged
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> origin, String reason) {}
