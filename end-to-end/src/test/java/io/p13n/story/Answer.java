package io.p13n.story;

/**
 * What the website got.
 *
 * @param status the HTTP status
 * @param body the JSON
 */
record Answer(int status, String body) {

    /** Whether the event is kept. */
    boolean accepted() {
        return status == 200 || status == 202;
    }
}
