package io.p13n.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A request whose body does not end, until it is told to. */
final class HalfSent implements AutoCloseable {

    private final Socket socket;

    private HalfSent(Socket socket) {
        this.socket = socket;
    }

    /** Sends the beginning of the body. */
    static HalfSent of(Admin admin, Call call) throws IOException {
        var half = new HalfSent(new Socket(InetAddress.getLoopbackAddress(), admin.port()));
        var head = new StringBuilder(call.method() + " " + call.path() + " HTTP/1.1\r\nHost: admin\r\n");
        call.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        half.write(head + "Transfer-Encoding: chunked\r\n\r\n");
        half.sends(new String(call.body(), UTF_8));
        return half;
    }

    void sends(String more) throws IOException {
        write(Integer.toHexString(more.getBytes(UTF_8).length) + "\r\n" + more + "\r\n");
    }

    /** Ends the body; gives the whole answer. */
    String ends() throws IOException {
        write("0\r\n\r\n");
        return answer();
    }

    /** What is answered though the body has not ended. */
    String answer() throws IOException {
        socket.setSoTimeout(60_000);
        var answer = new StringBuilder();
        byte[] part = new byte[8192];
        while (!answer.toString().endsWith("}") && !answer.toString().endsWith("\r\n0\r\n\r\n")) {
            int length = socket.getInputStream().read(part);
            if (length < 0) {
                break;
            }
            answer.append(new String(part, 0, length, UTF_8));
        }
        return answer.toString();
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    /** Cuts the connection. */
    @Override
    public void close() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
