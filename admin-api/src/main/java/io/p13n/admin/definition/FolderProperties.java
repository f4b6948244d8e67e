package io.p13n.admin.definition;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the documents come from.
 *
 * @param definitions the folder of documents to apply at the start; null for none
 */
@ConfigurationProperties("p13n.admin")
record FolderProperties(@Nullable Path definitions) {}
