package io.github.migrationconnector.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Planted faults: what a broken reader would do is seen. */
class StrictSinkTest {
    private final StrictSink sink = new StrictSink(1000, 100, false);

    @Test
    void seesARoomThatIsNotFilled() throws Exception {
        ByteBuffer room = sink.room(0, 100);
        room.put(new byte[room.remaining() - 1]);
        assertThatThrownBy(sink::finish).isInstanceOf(AssertionError.class).hasMessageContaining("1 bytes");
    }

    @Test
    void seesBytesBehindTheRoom() throws Exception {
        ByteBuffer room = sink.room(0, 10);
        int behind = room.limit();
        room.put(new byte[10]);
        room.duplicate().clear().put(behind, (byte) 1);
        assertThatThrownBy(sink::finish).isInstanceOf(AssertionError.class).hasMessageContaining("outside");
    }

    @Test
    void seesBytesDeliveredTwice() throws Exception {
        sink.zeros(0, 100);
        assertThatThrownBy(() -> sink.zeros(99, 10)).isInstanceOf(AssertionError.class);
    }

    @Test
    void seesBytesBehindTheDisk() {
        assertThatThrownBy(() -> sink.room(999, 2)).isInstanceOf(AssertionError.class);
    }

    @Test
    void showsGaps() throws Exception {
        sink.zeros(0, 100);
        sink.zeros(101, 10);
        assertThat(sink.delivered()).containsExactly(new Extent(0, 100), new Extent(101, 10));
    }
}
