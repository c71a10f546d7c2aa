package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** zlib's wrapper (RFC 1950) is accepted and refused as zlib does it; what it wraps is {@link GrainInflaterTest}'s. */
class DeflatedGrainTest {
    private static final byte[] CONTENT = "a grain, a grain, a grain".getBytes(StandardCharsets.US_ASCII);
    private static final int ROOM = 512;
    private static final int LEAD = 7;

    private final DeflatedGrain own = new DeflatedGrain("a.vmdk");
    private final Inflater zlib = new Inflater();

    private static byte[] wrapped(byte[] content, int level) {
        Deflater deflater = new Deflater(level);
        try {
            deflater.setInput(content);
            deflater.finish();
            byte[] out = new byte[content.length + 100];
            return Arrays.copyOf(out, deflater.deflate(out));
        } finally {
            deflater.end();
        }
    }

    private byte[] byUs(byte[] source) {
        // neither begins at the beginning of its array
        ByteBuffer compressed = ByteBuffer.allocate(LEAD + source.length + LEAD);
        compressed.position(LEAD).put(source).flip().position(LEAD);
        ByteBuffer room = ByteBuffer.allocate(LEAD + ROOM).position(LEAD);
        own.inflate(compressed, 512, room);
        return Arrays.copyOfRange(room.array(), LEAD, room.position());
    }

    private Optional<byte[]> byZlib(byte[] source) {
        zlib.reset();
        zlib.setInput(source);
        byte[] out = new byte[ROOM + 1];
        try {
            int length = 0;
            int step = -1;
            while (step != 0 && length < out.length) {
                step = zlib.inflate(out, length, out.length - length);
                length += step;
            }
            return zlib.finished() && length <= ROOM ? Optional.of(Arrays.copyOf(out, length)) : Optional.empty();
        } catch (DataFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether both take it, and make the same of it. */
    private boolean bothTake(byte[] source) {
        Optional<byte[]> expected = byZlib(source);
        try {
            byte[] content = byUs(source);
            assertThat(expected).as("refused by zlib, accepted by us").isPresent();
            assertThat(Arrays.equals(content, expected.get())).isTrue();
        } catch (ConnectorException e) {
            assertThat(expected).as("accepted by zlib: %s", e.getMessage()).isEmpty();
        }
        return expected.isPresent();
    }

    /** Of each window's size one a level (FLEVEL), since the other bits prove the two bytes. */
    @Test
    void takesTheHeadersThatZlibTakes() {
        byte[] source = wrapped(CONTENT, 6);
        int taken = 0;
        for (int header = 0; header < 1 << 16; header++) {
            source[0] = (byte) (header >>> 8);
            source[1] = (byte) header;
            taken += bothTake(source) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(8 * 4);
    }

    /** Each is wrong in one thing alone. */
    @ParameterizedTest
    @CsvSource({
        "7785, another method (CM 7)",
        "7994, another method (CM 9)",
        "7f83, another method (CM 15)",
        "8898, a window of 64 KiB (CINFO 8)",
        "f89b, a window of 8 MiB (CINFO 15)",
        "789d, its check is wrong (FCHECK)",
        "78bb, with a dictionary (FDICT)",
        "1f8b, gzip",
        "0000, zeros",
    })
    void refusesAWrongHeader(String header, String what) {
        byte[] source = wrapped(CONTENT, 6);
        assertThat(bothTake(source)).isTrue();
        System.arraycopy(HexFormat.of().parseHex(header), 0, source, 0, 2);
        assertThat(bothTake(source)).as(what).isFalse();
        assertThatThrownBy(() -> byUs(source))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("no zlib header");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void refusesAnotherChecksum(int fromTheEnd) {
        byte[] source = wrapped(CONTENT, 6);
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            byte[] spoiled = source.clone();
            spoiled[source.length - fromTheEnd] ^= (byte) (1 << bit);
            assertThat(bothTake(spoiled)).isFalse();
            assertThatThrownBy(() -> byUs(spoiled)).hasMessageContaining("its checksum is another");
        }
    }

    @Test
    void refusesWhatIsCutOff() {
        byte[] source = wrapped(CONTENT, 6);
        for (int length = 0; length < source.length; length++) {
            byte[] cut = Arrays.copyOf(source, length);
            assertThat(bothTake(cut)).isFalse();
            assertThatThrownBy(() -> byUs(cut)).hasMessageContaining(length < 2 ? "no zlib header" : "ends too early");
        }
    }

    @Property(tries = 300, seed = "20260301")
    void agreesWithZlib(
            @ForAll @IntRange(max = ROOM + 8) int length, @ForAll @IntRange(max = 9) int level, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] content = new byte[length];
        for (int at = 0; at < length; at++) {
            content[at] = (byte) (random.nextInt(1 + random.nextInt(60)));
        }
        byte[] source = wrapped(content, level);
        assertThat(bothTake(source)).isEqualTo(length <= ROOM);
        // what follows is not looked at
        assertThat(bothTake(Arrays.copyOf(source, source.length + 1 + random.nextInt(9))))
                .isEqualTo(length <= ROOM);
        for (int round = 0; round < 40; round++) {
            byte[] spoiled = source.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
            }
            bothTake(spoiled);
        }
    }
}
