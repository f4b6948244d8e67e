package io.p13n.contract;

/** Names what a published definition is about: an account, or one of its services. */
public sealed interface DefinitionKey {

    /** The account's keys and tokens. */
    record Account(long account) implements DefinitionKey {
        @Override
        public String toString() {
            return "account/" + account;
        }
    }

    /** What one personalization service does. */
    record Service(ServiceId service) implements DefinitionKey {

        public Service {
            if (service.isNone()) {
                throw new IllegalArgumentException("not a service: " + service);
            }
        }

        @Override
        public String toString() {
            return "service/" + service;
        }
    }

    /**
     * Parses the form that {@code toString} gives, which is also the key of the record.
     *
     * @throws IllegalArgumentException if it is no such form
     */
    static DefinitionKey parse(String text) {
        if (text.startsWith("account/")) {
            return new Account(Long.parseLong(text.substring("account/".length())));
        }
        if (text.startsWith("service/")) {
            return new Service(ServiceId.parse(text.substring("service/".length())));
        }
        throw new IllegalArgumentException("not the key of a definition: " + text);
    }
}
