package io.p13n.standalone.traffic;

/**
 * One call.
 *
 * @param path the event table as the API's path names it
 * @param event its JSON
 */
record Step(String path, String event) {

    static Step of(String path, String customer, String fields) {
        return new Step(path, "{\"customer_id\":\"%s\",%s}".formatted(customer, fields));
    }
}
