package io.p13n.admin.definition;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Document;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.List;

/** What came of looking at one file by itself. */
sealed interface Reviewed {

    /**
     * It reads, and compiles.
     *
     * @param warnings what is allowed but hardly meant
     */
    record Good(DefinitionFile file, Document document, List<FileProblem> warnings) implements Reviewed {

        public Good {
            warnings = List.copyOf(warnings);
        }

        DefinitionKey key() {
            return Reviewed.key(document);
        }
    }

    /** It does not; at least one problem. */
    record Wrong(List<FileProblem> problems) implements Reviewed {

        public Wrong {
            problems = List.copyOf(problems);
        }

        static Wrong because(String file, String problem) {
            return new Wrong(List.of(new FileProblem(file, problem)));
        }
    }

    static Reviewed of(DefinitionFile file) {
        Reading reading = DefinitionReader.read(file.text());
        if (reading instanceof Reading.Read read) {
            return compiled(file, read.document());
        }
        return wrong(file, ((Reading.Refused) reading).problems());
    }

    private static Reviewed compiled(DefinitionFile file, Document document) {
        if (!(document instanceof ServiceDefinition service)) {
            return new Good(file, document, List.of());
        }
        Compilation compilation = CompiledService.compile(service);
        return compilation instanceof Compilation.Compiled compiled
                ? new Good(file, document, of(file, compiled.warnings()))
                : wrong(file, ((Compilation.Refused) compilation).problems());
    }

    private static Wrong wrong(DefinitionFile file, List<DefinitionProblem> problems) {
        return new Wrong(of(file, problems));
    }

    /** The problems as those of this file. */
    static List<FileProblem> of(DefinitionFile file, List<DefinitionProblem> problems) {
        return problems.stream()
                .map(problem -> new FileProblem(file.name(), problem.toString()))
                .toList();
    }

    /** What the document is about. */
    static DefinitionKey key(Document document) {
        if (document instanceof ServiceDefinition service) {
            return new DefinitionKey.Service(new ServiceId(service.account(), service.instance()));
        }
        return new DefinitionKey.Account(((AccountDocument) document).account());
    }
}
