package io.p13n.benchmark.load;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Page views of customers who are known, each of whom is offered something.
 *
 * @param customers how many there are, numbered from 1
 */
record Shopper(int customers) {

    static final String API_KEY = "a".repeat(40);

    /**
     * Neighbours in time are not neighbours in the table. It divides no power of ten, so with so many customers all come before
     * one comes again, and any thousands of them are spread over the whole table.
     */
    private static final long SCATTER = 7_919;

    private static final int PRODUCTS = 500;

    /**
     * A request.
     *
     * @param token as the header has it, so with account and instance
     */
    record Visit(String path, String token, byte[] body) {}

    /** The body of the page view with that number. */
    byte[] pageView(int number) {
        return pageView(number, number * SCATTER % customers + 1);
    }

    /** The same of somebody who is not known yet, so there may be no offer. */
    byte[] newcomer(int number) {
        return pageView(number, customers + 1L + number);
    }

    private static byte[] pageView(int number, long customer) {
        return """
                {"customer_id":"c-%1$d","email":"c-%1$d@example.com","td_client_id":"d-%1$d","event_name":"page_view",\
                "product_id":"sku-%2$d","price":%3$d.5,"td_path":"/shop/%4$d/mugs"}""".formatted(customer, number % PRODUCTS, 10 + number % 60, number % 7)
                .getBytes(UTF_8);
    }
}
