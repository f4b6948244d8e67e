package io.p13n.offer.definition;

/** What an attribute's values are: String, Double, Boolean or Instant in Java. */
public enum ValueType {
    STRING,
    NUMBER,
    BOOLEAN,
    TIMESTAMP
}
