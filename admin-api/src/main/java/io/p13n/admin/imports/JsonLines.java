package io.p13n.admin.imports;

import io.p13n.offer.event.EventReader;
import io.p13n.offer.event.ObjectReading;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One JSON object a line. An empty line is none. */
final class JsonLines implements Lines {

    private final InputStream bytes;
    private final byte[] line = new byte[MOST_IN_A_ROW];
    private long number;

    JsonLines(InputStream bytes) {
        this.bytes = bytes;
    }

    @Override
    public @Nullable Line next() throws IOException {
        for (int length = readLine(); length >= 0; length = readLine()) {
            if (length > line.length) {
                return new Line.Broken(number, "is over " + line.length + " bytes");
            }
            if (!isBlank(length)) {
                return read(Arrays.copyOf(line, length));
            }
        }
        return null;
    }

    /** The length of the next line, of which only what has room is kept; -1 after the last. */
    private int readLine() throws IOException {
        number++;
        int length = 0;
        int next = bytes.read();
        if (next < 0) {
            return -1;
        }
        for (; next >= 0 && next != '\n'; next = bytes.read()) {
            if (length < line.length) {
                line[length] = (byte) next;
            }
            length = Math.min(length + 1, line.length + 1);
        }
        return length;
    }

    private boolean isBlank(int length) {
        for (int i = 0; i < length; i++) {
            if (line[i] > ' ' || line[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private Line read(byte[] text) {
        ObjectReading reading = EventReader.object(text);
        return reading instanceof ObjectReading.Members members
                ? new Line.Fields(number, members.byName())
                : new Line.Broken(number, ((ObjectReading.Unreadable) reading).reason());
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
