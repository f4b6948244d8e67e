package io.p13n.reactor.reply;

import static java.util.stream.Collectors.groupingBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import io.p13n.contract.AddressRanges;
import io.p13n.contract.ReplyAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.netty.tcp.TcpClient;

/**
 * Sends replies straight to the ingest replicas that wait: one connection a replica, all replies of a batch in one
 * flush.
 *
 * <p>A reply is transient: what can't be delivered is dropped, and the caller gets a 202. Law: replies = queued +
 * dropped; what a breaking connection loses after that is seen at ingest, as a deadline that passed.
 */
@Component
public class ReplySender implements DisposableBean {

    private static final Duration FINISH = Duration.ofSeconds(2);

    private final Map<ReplyAddress, ReplyConnection> connections = new ConcurrentHashMap<>();
    private final ReplyProperties properties;
    private final AddressRanges allowed;
    private final TcpClient client;
    private final @Nullable ReplyTls tls;
    private final Counter queued;
    private final Counter dropped;

    ReplySender(ReplyProperties properties, SslBundles bundles, MeterRegistry registry) {
        this.properties = properties;
        this.allowed = properties.allowed();
        this.client = TcpClient.newConnection()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.connectTimeout().toMillis())
                .option(ChannelOption.TCP_NODELAY, true);
        this.tls = properties.sslBundle() == null ? null : new ReplyTls(properties.sslBundle(), bundles);
        this.queued = replies(registry, "queued");
        this.dropped = replies(registry, "dropped");
    }

    /** Hands the replies to their connections; returns at once. */
    public void send(List<Reply> replies) {
        Instant stale = Clock.systemUTC().instant().minus(properties.stale());
        replies.stream()
                .filter(reply -> fresh(reply, stale))
                .collect(groupingBy(reply -> reply.to().address()))
                .forEach(this::send);
    }

    private boolean fresh(Reply reply, Instant stale) {
        boolean fresh = reply.to().deadline().isAfter(stale);
        if (!fresh) {
            dropped.increment();
        }
        return fresh;
    }

    private void send(ReplyAddress address, List<Reply> replies) {
        boolean taken = connection(address).offer(replies);
        (taken ? queued : dropped).increment(replies.size());
    }

    private ReplyConnection connection(ReplyAddress address) {
        ReplyConnection existing = connections.get(address);
        if (existing != null) {
            return existing;
        }
        var fresh = new ReplyConnection(address, properties.queue());
        ReplyConnection raced = connections.putIfAbsent(address, fresh);
        if (raced != null) {
            return raced;
        }
        fresh.open(tls == null ? client : tls.secure(client), this::allowed, () -> connections.remove(address, fresh));
        return fresh;
    }

    private boolean allowed(InetSocketAddress address) {
        return address.getAddress() != null && allowed.contains(address.getAddress());
    }

    private static Counter replies(MeterRegistry registry, String outcome) {
        return Counter.builder("p13n.reactor.replies")
                .description("Replies to ingest replicas that wait")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Sends what is queued, within the limit; the consumers have ended before. */
    @Override
    public void destroy() {
        List<ReplyConnection> open = List.copyOf(connections.values());
        Flux.fromIterable(open)
                .flatMap(ReplyConnection::finish)
                .timeout(FINISH)
                .onErrorComplete()
                .blockLast();
        open.forEach(ReplyConnection::close);
    }
}
