package io.p13n.benchmark.load.standard;

import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Updates the customer of each event and replies with offers. Events of a customer share a partition, so nobody else writes
 * the row meanwhile.
 */
@Component
class EventListener {

    private final Customers customers;
    private final JsonMapper json;

    EventListener(Customers customers, JsonMapper json) {
        this.customers = customers;
        this.json = json;
    }

    @KafkaListener(topics = StandardService.EVENTS, groupId = "standard", concurrency = "4")
    @SendTo
    String decide(String record) {
        PageView event = json.readValue(record, PageView.class);
        Customer customer = customers.find(event.customerId()).after(event);
        customers.save(event.customerId(), customer);
        return json.writeValueAsString(Offers.of(customer, event));
    }
}
