package io.p13n.offer.criteria;

/** What an expression may take an attribute for. */
public enum FactType {
    STRING,
    NUMBER,
    BOOLEAN,
    TIMESTAMP,
    /** A scalar of whatever type. */
    SCALAR,
    /** A list of scalars. */
    SCALARS,
    /** A list of maps by field. */
    ROWS
}
