package io.p13n.admin;

import io.p13n.admin.access.Caller;
import io.p13n.admin.audit.Audit;
import io.p13n.admin.deadletter.DeadLetters;
import io.p13n.admin.deadletter.LetterListing;
import io.p13n.admin.erasure.Erasing;
import io.p13n.admin.erasure.ErasureOutcome;
import io.p13n.contract.ServiceId;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One order of an operator, beside a running installation, with the settings of admin-api ({@code --name=value} or the
 * environment):
 *
 * <pre>
 * letters ACCOUNT/INSTANCE                 lists the open dead letters: origin, reason
 * redrive ACCOUNT/INSTANCE [ORIGIN…]       drives them again, all or these
 * discard ACCOUNT/INSTANCE ORIGIN…         takes these away for good
 * erase   ACCOUNT/INSTANCE KEY=VALUE…      erases whoever has one of these ids
 * </pre>
 *
 * The audit tells of each. Exits with 0, with 1 if the order was refused, with 2 if it was not understood.
 */
public final class AdminCommand {

    /** The Spring profile under which nothing of admin-api's own start happens. */
    public static final String PROFILE = "command";

    private final ConfigurableApplicationContext application;
    private final PrintStream out;

    AdminCommand(ConfigurableApplicationContext application, PrintStream out) {
        this.application = application;
        this.out = out;
    }

    public static void main(String[] arguments) {
        String[] settings =
                Arrays.stream(arguments).filter(each -> each.startsWith("--")).toArray(String[]::new);
        List<String> order =
                Arrays.stream(arguments).filter(each -> !each.startsWith("--")).toList();
        int status;
        try (var application = start(settings)) {
            status = new AdminCommand(application, System.out).run(order);
        }
        System.exit(status);
    }

    static ConfigurableApplicationContext start(String... settings) {
        return AdminApi.application()
                .web(WebApplicationType.NONE)
                .profiles(PROFILE)
                .properties("logging.level.root=warn")
                .run(settings);
    }

    /** Carries the order out; gives the exit status. */
    int run(List<String> order) {
        if (order.size() < 2 || (order.size() < 3 && Set.of("discard", "erase").contains(order.get(0)))) {
            return misunderstood();
        }
        ServiceId service;
        try {
            service = ServiceId.parse(order.get(1));
        } catch (IllegalArgumentException noService) {
            return misunderstood();
        }
        List<String> objects = order.subList(2, order.size());
        return switch (order.get(0)) {
            case "letters" -> letters(service);
            case "redrive" -> redrive(service, objects);
            case "discard" -> discard(service, objects);
            case "erase" -> erase(service, objects);
            default -> misunderstood();
        };
    }

    private int misunderstood() {
        out.println("letters|redrive|discard|erase ACCOUNT/INSTANCE [ORIGIN… | KEY=VALUE…]");
        return 2;
    }

    private int letters(ServiceId service) {
        application
                .getBean(Audit.class)
                .note(by(service), "list", "service/" + service + " dead letters")
                .block();
        for (LetterListing letter :
                Objects.requireNonNull(deadLetters().open(service).block())) {
            out.println(letter.origin() + "  " + letter.reason());
        }
        return 0;
    }

    private int redrive(ServiceId service, List<String> origins) {
        out.println("driven again: "
                + deadLetters()
                        .redrive(service, Set.copyOf(origins), by(service))
                        .block());
        return 0;
    }

    private int discard(ServiceId service, List<String> origins) {
        out.println("discarded: "
                + deadLetters()
                        .discard(service, Set.copyOf(origins), by(service))
                        .block());
        return 0;
    }

    private int erase(ServiceId service, List<String> ids) {
        ErasureOutcome outcome = Objects.requireNonNull(application
                .getBean(Erasing.class)
                .erase(service, ids, by(service))
                .block());
        if (outcome instanceof ErasureOutcome.Done done) {
            done.erased().forEach(out::println);
            return 0;
        }
        out.println(outcome);
        return 1;
    }

    private DeadLetters deadLetters() {
        return application.getBean(DeadLetters.class);
    }

    private static Caller by(ServiceId service) {
        return Caller.command(service.account());
    }
}
