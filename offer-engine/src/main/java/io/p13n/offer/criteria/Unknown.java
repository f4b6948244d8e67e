package io.p13n.offer.criteria;

/**
 * What comes of looking at something that is missing, or that an operator can't take. It goes through every operator but
 * {@code &&} and {@code ||}, which may know the answer all the same.
 */
final class Unknown {

    static final Object UNKNOWN = new Unknown();

    private Unknown() {}

    @Override
    public String toString() {
        return "unknown";
    }
}
