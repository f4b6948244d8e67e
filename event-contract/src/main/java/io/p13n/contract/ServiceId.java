package io.p13n.contract;

/**
 * Names a personalization service: what one reactor runs.
 *
 * @param account the account that owns the service, at least 1
 * @param instance the service's number within the account, at least 1; 0 stands for none of them, to which those events
 *     belong whose table no service has
 */
public record ServiceId(long account, long instance) implements Comparable<ServiceId> {

    private static final long NONE = 0;

    public ServiceId {
        if (account < 1 || instance < NONE) {
            throw new IllegalArgumentException("account and instance are positive: " + account + "/" + instance);
        }
    }

    /** None of the account's services. */
    public static ServiceId none(long account) {
        return new ServiceId(account, NONE);
    }

    /** Whether this is none of the account's services. */
    public boolean isNone() {
        return instance == NONE;
    }

    /** Parses {@code account/instance}, the form that {@link #toString()} gives. */
    public static ServiceId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not of the form account/instance: " + text);
        }
        return new ServiceId(Long.parseLong(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
    }

    @Override
    public int compareTo(ServiceId other) {
        int byAccount = Long.compare(account, other.account);
        return byAccount != 0 ? byAccount : Long.compare(instance, other.instance);
    }

    @Override
    public String toString() {
        return account + "/" + instance;
    }
}
