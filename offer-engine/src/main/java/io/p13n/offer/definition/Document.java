package io.p13n.offer.definition;

/** What one file of an operator holds. */
public sealed interface Document permits AccountDocument, ServiceDefinition {

    /** The account's number, at least 1. */
    long account();
}
