package io.p13n.admin.account;

/**
 * The answer to a making or a rotation.
 *
 * @param value the plain key or token; this is the only time that it is shown
 * @param version of the account's document that has it
 * @param published false if it counts a little later only
 */
record Made(String name, String value, long version, boolean published) {}
