package io.p13n.reactor.definition;

import io.p13n.contract.ServiceId;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which services this replica runs.
 *
 * @param services as {@code account/instance}; none means all. So a service with much traffic gets replicas of its own.
 *     Events of tables that no service has are stored by replicas that run all
 */
@ConfigurationProperties("p13n.reactor")
record DefinitionProperties(@DefaultValue Set<String> services) {

    DefinitionProperties {
        services.forEach(ServiceId::parse);
    }

    boolean wantsAll() {
        return services.isEmpty();
    }

    boolean wants(ServiceId service) {
        return wantsAll() || services.contains(service.toString());
    }
}
