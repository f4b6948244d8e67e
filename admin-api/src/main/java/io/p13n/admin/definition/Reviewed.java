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
import org.jspecify.annotations.Nullable;

/** What came of looking at one file by itself. */
sealed interface Reviewed {

    /**
     * It reads, and compiles.
     *
     * @param text what is to stand: the file's, but for accounts with keys that the admin API made
     * @param compiled the document, where it is a service's
     */
    record Good(DefinitionFile file, String text, Document document, Compilation.@Nullable Compiled compiled)
            implements Reviewed {

        /** What is allowed but hardly meant. */
        List<FileProblem> warnings() {
            return compiled == null ? List.of() : Reviewed.of(file, compiled.warnings());
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
            return new Wrong(List.of(FileProblem.ofWhole(file, problem)));
        }
    }

    static Reviewed of(DefinitionFile file) {
        return of(file, file.text());
    }

    /**
     * Looks at a file with another text.
     *
     * @param text what is to stand in the file's place
     */
    static Reviewed of(DefinitionFile file, String text) {
        Reading reading = DefinitionReader.read(text);
        if (reading instanceof Reading.Read read) {
            return compiled(file, text, read.document());
        }
        return wrong(file, ((Reading.Refused) reading).problems());
    }

    private static Reviewed compiled(DefinitionFile file, String text, Document document) {
        if (!(document instanceof ServiceDefinition service)) {
            return new Good(file, text, document, null);
        }
        Compilation compilation = CompiledService.compile(service);
        return compilation instanceof Compilation.Compiled compiled
                ? new Good(file, text, document, compiled)
                : wrong(file, ((Compilation.Refused) compilation).problems());
    }

    private static Wrong wrong(DefinitionFile file, List<DefinitionProblem> problems) {
        return new Wrong(of(file, problems));
    }

    /** The problems as those of this file. */
    static List<FileProblem> of(DefinitionFile file, List<DefinitionProblem> problems) {
        return problems.stream()
                .map(problem -> FileProblem.of(file.name(), problem))
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
