package io.p13n.reactor.consume;

/**
 * PostgreSQL stands before what this replica has seen committed: it lost its last unsynced commits, or came back from a
 * backup. Told to all who listen before anything more of the group is handled; they must return soon.
 *
 * @param group by which it was noticed
 */
public record DatabaseWentBack(String group) {}
