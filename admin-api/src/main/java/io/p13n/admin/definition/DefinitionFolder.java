package io.p13n.admin.definition;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The folder of documents that the application was started with. Its methods block. */
@Component
final class DefinitionFolder {

    private static final Pattern DOCUMENT = Pattern.compile(".+\\.(yaml|yml|json)");
    private static final long MOST_BYTES = 1 << 20;

    private final @Nullable Path folder;

    DefinitionFolder(FolderProperties properties) {
        this.folder = properties.definitions();
    }

    /**
     * Looks at every document of the folder, in the order of their names; at none if there is no folder.
     *
     * @throws DefinitionsRefused if the folder can't be read
     */
    List<Reviewed> review() {
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(DefinitionFolder::isDocument)
                    .sorted(Comparator.comparing(DefinitionFolder::name))
                    .map(DefinitionFolder::review)
                    .toList();
        } catch (IOException unreadable) {
            throw new DefinitionsRefused(List.of(FileProblem.ofWhole(
                    folder.toString(),
                    "this folder, named by p13n.admin.definitions, can't be read: make it and let this process read it,"
                            + " or name another")));
        }
    }

    private static boolean isDocument(Path path) {
        return DOCUMENT.matcher(name(path)).matches() && Files.isRegularFile(path);
    }

    private static Reviewed review(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                return Reviewed.Wrong.because(name(path), "is larger than 1 MiB: make it smaller");
            }
            return Reviewed.of(DefinitionFile.inFolder(name(path), Files.readString(path)));
        } catch (CharacterCodingException foreign) {
            return Reviewed.Wrong.because(name(path), "is not UTF-8: save it as UTF-8");
        } catch (IOException unreadable) {
            return Reviewed.Wrong.because(name(path), "can't be read: let the user of this process read it");
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
