package io.p13n.reactor.reaction;

import io.p13n.contract.ServiceId;
import io.p13n.reactor.catalog.HeldCatalogs;
import io.p13n.reactor.consume.BatchHandler;
import io.p13n.reactor.deadletter.DeadLetters;
import io.p13n.reactor.deadletter.OpenLetters;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.erasure.Erasures;
import io.p13n.reactor.profile.ProfileStore;
import io.p13n.reactor.reply.ReplySender;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReactionConfiguration {

    /** What a service's first consumer group does with its batches. */
    @Bean
    Function<ServiceId, BatchHandler> reaction(
            Definitions definitions,
            HeldCatalogs catalogs,
            ProfileStore profiles,
            Erasures erasures,
            DeadLetters deadLetters,
            OpenLetters openLetters,
            ReplySender replies,
            DecisionKeeping decisions,
            ReactionMetrics metrics,
            Stages stages,
            ReactionProperties properties) {
        return service -> new ServiceReactor(
                service,
                definitions,
                catalogs,
                profiles,
                erasures,
                deadLetters,
                openLetters,
                replies,
                decisions,
                metrics,
                stages,
                properties.uuidWindow());
    }
}
