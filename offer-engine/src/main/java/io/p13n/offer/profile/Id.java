package io.p13n.offer.profile;

/**
 * What names a customer, {@code email = a@b}.
 *
 * @param key the identity key
 * @param value normalised, 1 to 256 bytes of UTF-8
 */
public record Id(String key, String value) {}
