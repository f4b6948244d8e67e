package io.p13n.offer.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Precedents;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks documents and runs their examples, as when they are applied: {@code Check service.yaml account.yaml}. Prints each problem
 * as {@code file:line:column: what is wrong}. What earlier versions forbid to change isn't known here.
 */
public final class Check {

    private static final int SOUND = 0;
    private static final int UNSOUND = 1;
    private static final int UNREADABLE = 2;

    private final PrintStream out;

    Check(PrintStream out) {
        this.out = out;
    }

    /** Ends with 0 where all are sound, 1 where one has problems, 2 where one can't be read. */
    public static void main(String... files) {
        System.exit(new Check(System.out).all(List.of(files)));
    }

    int all(List<String> files) {
        if (files.isEmpty()) {
            out.println("name the documents to check");
            return UNREADABLE;
        }
        return files.stream().mapToInt(this::one).max().orElse(SOUND);
    }

    private int one(String file) {
        try {
            return judge(file, DefinitionReader.read(Files.readString(Path.of(file), UTF_8)));
        } catch (IOException e) {
            out.println(file + ": can't be read as UTF-8 text: " + e);
            return UNREADABLE;
        }
    }

    private int judge(String file, Reading reading) {
        if (reading instanceof Reading.Refused refused) {
            return refuse(file, refused.problems());
        }
        return ((Reading.Read) reading).document() instanceof ServiceDefinition service
                ? judge(file, service)
                : praise(file, (AccountDocument) ((Reading.Read) reading).document());
    }

    private int judge(String file, ServiceDefinition service) {
        var compilation = CompiledService.admit(service, Precedents.NONE);
        if (compilation instanceof Compilation.Refused refused) {
            return refuse(file, refused.problems());
        }
        ((Compilation.Compiled) compilation).warnings().forEach(warning -> print(file, warning, "warning: "));
        var offers = service.personalizations().stream()
                .mapToInt(personalization -> personalization.offers().size())
                .sum();
        out.println(
                file + ": sound; " + offers + " offers, " + service.attributes().size() + " attributes; "
                        + service.examples().size() + " examples came true");
        return SOUND;
    }

    private int praise(String file, AccountDocument account) {
        out.println(file + ": sound; " + account.apiKeys().size() + " keys, "
                + account.tokens().size() + " tokens");
        return SOUND;
    }

    private int refuse(String file, List<DefinitionProblem> problems) {
        problems.forEach(problem -> print(file, problem, ""));
        return UNSOUND;
    }

    private void print(String file, DefinitionProblem problem, String prefix) {
        var path = problem.path().isEmpty() ? "" : problem.path() + ": ";
        out.println(file + ":" + problem.line() + ":" + problem.column() + ": " + prefix + path + problem.message());
    }
}
