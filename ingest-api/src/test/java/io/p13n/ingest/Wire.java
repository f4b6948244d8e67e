package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** One connection, kept as long as the server keeps it. */
final class Wire implements AutoCloseable {

    private final Socket socket;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(60_000);
    }

    static Wire to(int port) throws IOException {
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** What came back, in the form it came in; the names of headers in small letters. */
    record Answer(String head, String body) {

        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        boolean endsTheConnection() {
            return head.contains("\r\nconnection: close\r\n");
        }
    }

    Answer send(Call call) throws IOException {
        begin(call);
        return finish(call);
    }

    /** Sends all but the last byte. */
    void begin(Call call) throws IOException {
        var request = new StringBuilder(call.method() + " " + call.path() + " HTTP/1.1\r\nHost: ingest\r\n");
        call.headers().forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        request.append("Content-Length: " + call.body().length + "\r\n\r\n");
        socket.getOutputStream().write(request.toString().getBytes(UTF_8));
        socket.getOutputStream().write(call.body(), 0, call.body().length - 1);
    }

    Answer finish(Call call) throws IOException {
        socket.getOutputStream().write(call.body(), call.body().length - 1, 1);
        return answer();
    }

    private Answer answer() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the connection ended in the middle of: " + head);
            }
            head.write(next);
        }
        String read = head.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
        int from = read.indexOf("content-length: ") + "content-length: ".length();
        int length = Integer.parseInt(read.substring(from, read.indexOf('\r', from)));
        return new Answer(read, new String(socket.getInputStream().readNBytes(length), UTF_8));
    }

    /** Whether the server has closed it; waits for that. */
    boolean isEnded() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
