package io.p13n.reactor.archive;

import io.p13n.contract.ServiceId;
import io.p13n.reactor.consume.BatchHandler;
import io.p13n.reactor.deadletter.DeadLetters;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.erasure.Erasures;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ArchiveConfiguration {

    /** What a service's second consumer group does with its batches. */
    @Bean
    Function<ServiceId, BatchHandler> archive(
            Definitions definitions,
            Erasures erasures,
            EventDays days,
            EventArchive archive,
            DeadLetters deadLetters,
            ArchiveMetrics metrics) {
        return service -> new ServiceArchive(service, definitions, erasures, days, archive, deadLetters, metrics);
    }
}
