package io.p13n.reactor.reply;

import io.p13n.contract.ReplyTo;

/**
 * What somebody waits for.
 *
 * @param to who waits
 * @param body the finished body of the HTTP response
 */
public record Reply(ReplyTo to, byte[] body) {}
