package io.p13n.reactor;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** What libraries do on event loops that BlockHound takes for waiting. */
public final class HarmlessWaits implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        // Netty's memory is handed out under a lock held for nanoseconds, where many event loops allocate at once.
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate");
    }
}
