/**
 * The usual way to build it, as a good team does in a week: Spring's request and reply over Kafka, a record at a time, and
 * a row for each customer. It does less than p13n: no credentials, one identity key, counters without windows, and an event
 * that Kafka delivers again counts again.
 */
@NullMarked
package io.p13n.benchmark.load.standard;

import org.jspecify.annotations.NullMarked;
