package io.p13n.contract;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One reply on the reply channel: four bytes of length (of all that follows, big-endian), sixteen bytes of correlation
 * id, then the body of the HTTP response, finished.
 *
 * <p>Law: a reply is transient. Whoever can't deliver a frame drops and counts it; the event itself is safe in the log.
 *
 * @param correlationId names the waiting request
 * @param body the response body; at most {@link #MAX_BODY_BYTES} bytes
 */
public record ReplyFrame(UUID correlationId, byte[] body) {

    /** The largest body that a frame may carry, in bytes. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    /** Bytes of the length field that leads each frame. */
    public static final int LENGTH_BYTES = 4;

    private static final int CORRELATION_BYTES = 16;

    /** The largest frame, its length field included, in bytes. */
    public static final int MAX_FRAME_BYTES = LENGTH_BYTES + CORRELATION_BYTES + MAX_BODY_BYTES;

    public ReplyFrame {
        if (body.length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException("a reply of " + body.length + " bytes exceeds " + MAX_BODY_BYTES);
        }
    }

    /** The size of this frame on the wire, its length field included, in bytes. */
    public int size() {
        return LENGTH_BYTES + CORRELATION_BYTES + body.length;
    }

    /** Appends this frame, its length field included. */
    public void writeTo(ByteBuffer target) {
        target.putInt(CORRELATION_BYTES + body.length)
                .putLong(correlationId.getMostSignificantBits())
                .putLong(correlationId.getLeastSignificantBits())
                .put(body);
    }

    /**
     * Reads what follows the length field of one frame.
     *
     * @throws IllegalArgumentException if there are fewer bytes than a correlation id takes
     */
    public static ReplyFrame read(ByteBuffer content) {
        if (content.remaining() < CORRELATION_BYTES) {
            throw new IllegalArgumentException("a frame of " + content.remaining() + " bytes is no reply");
        }
        var correlationId = new UUID(content.getLong(), content.getLong());
        byte[] body = new byte[content.remaining()];
        content.get(body);
        return new ReplyFrame(correlationId, body);
    }
}
