package io.p13n.offer.decision;

/**
 * What an event was, by the definition.
 *
 * @param any whether it came in one of the service's tables
 * @param keyEvents those that happened, by their numbers in {@link KeyEvents}
 */
record Happenings(boolean any, boolean[] keyEvents) {

    boolean has(int keyEvent) {
        return keyEvent == KeyEvents.ANY ? any : keyEvents[keyEvent];
    }
}
