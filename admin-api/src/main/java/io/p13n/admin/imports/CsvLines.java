package io.p13n.admin.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CSV by RFC 4180, with a header that names columns. An empty field is an absent one. */
final class CsvLines implements Lines {

    private final CloseableIterator<CsvRecord> records;
    private final List<String> header;
    private long line = 1;

    private CsvLines(CloseableIterator<CsvRecord> records, List<String> header) {
        this.records = records;
        this.header = header;
    }

    /** Throws a {@link io.p13n.admin.http.Faulted} if the header names other columns than the target has, or not its key. */
    static CsvLines of(InputStream bytes, Target target) throws IOException {
        CloseableIterator<CsvRecord> records = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(MOST_IN_A_ROW)
                .build(bounded(), new InputStreamReader(bytes, UTF_8.newDecoder()))
                .iterator();
        CsvRecord header = next(records, 0);
        return new CsvLines(records, checked(header == null ? List.of() : header.getFields(), target));
    }

    private static CsvRecordHandler bounded() {
        return CsvRecordHandler.builder()
                .maxFieldSize(MOST_IN_A_ROW)
                .maxRecordSize(MOST_IN_A_ROW)
                .build();
    }

    private static List<String> checked(List<String> header, Target target) {
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            if (!column.equals(target.key()) && !target.columns().containsKey(column)) {
                throw header("`" + Reject.cut(column) + "` is no column of this upload; " + known(target));
            }
            if (!seen.add(column)) {
                throw header("`" + column + "` stands there twice");
            }
        }
        if (!seen.contains(target.key())) {
            throw header(
                    "the first line must name the columns, and `" + target.key() + "` among them; " + known(target));
        }
        return header;
    }

    private static String known(Target target) {
        return "it takes " + target.key()
                + (target.columns().isEmpty()
                        ? " alone"
                        : " and " + String.join(", ", target.columns().keySet()));
    }

    private static RuntimeException header(String message) {
        return Fault.INVALID.because(
                "the upload is refused; nothing was changed", List.of(new InputError("", 1, null, message)));
    }

    @Override
    public @Nullable Line next() throws IOException {
        CsvRecord row = next(records, line);
        if (row == null) {
            return null;
        }
        line = row.getStartingLineNumber();
        if (row.getFieldCount() != header.size()) {
            return new Line.Broken(line, "has " + row.getFieldCount() + " fields, and the header " + header.size());
        }
        Map<String, Object> fields = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            String field = row.getField(i);
            if (field.indexOf('\0') >= 0) {
                return new Line.Broken(line, "holds the character \\u0000; leave it out");
            }
            if (!field.isEmpty()) {
                fields.put(header.get(i), field);
            }
        }
        return new Line.Fields(line, fields);
    }

    private static @Nullable CsvRecord next(CloseableIterator<CsvRecord> records, long after) throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        } catch (CsvParseException malformed) {
            if (malformed.getCause() instanceof RuntimeException ours && !(ours instanceof CsvParseException)) {
                throw ours; // the parser wraps whatever it meets
            }
            throw Fault.INVALID.because( // what the parser says may quote a character
                    "the upload is no CSV behind line " + after
                            + ": a quote that is not closed, text after a closing quote," + " or a row of over "
                            + MOST_IN_A_ROW + " characters; nothing was changed");
        }
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
