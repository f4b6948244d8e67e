package io.p13n.story;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** What libraries do on event loops that BlockHound takes for waiting. */
public final class HarmlessWaits implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        // The database driver draws a nonce for each connection; the device that gives it never waits.
        builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
        // The producer's memory is handed out under a lock held for nanoseconds; max.block.ms=0 forbids longer waits.
        builder.allowBlockingCallsInside("org.apache.kafka.clients.producer.internals.BufferPool", "allocate");
        builder.allowBlockingCallsInside("org.apache.kafka.clients.producer.internals.BufferPool", "deallocate");
        // So is Netty's, when many event loops allocate at once.
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate");
    }
}
