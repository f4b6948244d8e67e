package io.p13n.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplyFrameTest {

    @Test
    void framesFollowEachOtherInOneBuffer() {
        var first = new ReplyFrame(UUID.randomUUID(), "{\"offers\":{}}".getBytes(UTF_8));
        var second = new ReplyFrame(UUID.randomUUID(), new byte[0]);
        ByteBuffer wire = ByteBuffer.allocate(first.size() + second.size());
        first.writeTo(wire);
        second.writeTo(wire);
        wire.flip();

        ReplyFrame readFirst = ReplyFrame.read(next(wire));
        ReplyFrame readSecond = ReplyFrame.read(next(wire));

        assertThat(readFirst.correlationId()).isEqualTo(first.correlationId());
        assertThat(readFirst.body()).isEqualTo(first.body());
        assertThat(readSecond.correlationId()).isEqualTo(second.correlationId());
        assertThat(readSecond.body()).isEmpty();
        assertThat(wire.hasRemaining()).isFalse();
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        assertThatThrownBy(() -> new ReplyFrame(UUID.randomUUID(), new byte[ReplyFrame.MAX_BODY_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStumpIsNoFrame() {
        assertThatThrownBy(() -> ReplyFrame.read(ByteBuffer.allocate(15))).isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteBuffer next(ByteBuffer wire) {
        int length = wire.getInt();
        ByteBuffer content = wire.slice(wire.position(), length);
        wire.position(wire.position() + length);
        return content;
    }
}
