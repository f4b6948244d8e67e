package io.p13n.reactor.definition;

import io.p13n.contract.ServiceId;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which services this replica runs.
 *
 * @param services as {@code account/instance}; none means all. So a service with much traffic gets replicas of its own.
 *     The events of an account's tables that no service has are those of {@code account/0}
 */
@ConfigurationProperties("p13n.reactor")
record DefinitionProperties(@DefaultValue Set<String> services) {

    DefinitionProperties {
        services.forEach(ServiceId::parse);
    }

    boolean wants(ServiceId service) {
        return services.isEmpty() || services.contains(service.toString());
    }
}
