package io.p13n.offer.profile;

/**
 * What a service can read of the warehouse's data. Of the rest it decides the same whether it is there or not.
 *
 * @param segments of which batch segments a customer is a member
 * @param attributes imported attributes
 */
public record BatchReads(boolean segments, boolean attributes) {}
