package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Holds the inflater of grains to what the JDK's makes of the same bytes: zlib's. */
final class InflaterOfTheJdk {
    private static final int MARGIN = 64;
    private static final byte CANARY = 0x5A;
    private static final byte[] CANARIES = new byte[MARGIN];

    static {
        Arrays.fill(CANARIES, CANARY);
    }

    private final GrainInflater own = new GrainInflater();
    private final Inflater zlib = new Inflater(true);

    /** What came out, and how many bytes of the source that took. */
    private record Inflated(byte[] content, int consumed) {}

    /**
     * Inflates with both.
     *
     * @param source deflated data, as sound as it may be
     * @param room how many bytes may come out
     * @return what came out; nothing when both refuse
     * @throws AssertionError when they do not agree, or a byte was written outside of the room
     */
    Optional<byte[]> agreesOn(byte[] source, int room) {
        Optional<Inflated> expected = byTheJdk(source, room);
        byte[] shifted = new byte[source.length + 2 * MARGIN];
        System.arraycopy(source, 0, shifted, MARGIN, source.length);
        byte[] out = new byte[room + 2 * MARGIN];
        Arrays.fill(out, CANARY);
        try {
            int length = own.inflate(shifted, MARGIN, MARGIN + source.length, out, MARGIN, MARGIN + room);
            assertThat(expected).as("refused by the JDK, accepted by us").isPresent();
            byte[] content = Arrays.copyOfRange(out, MARGIN, MARGIN + length);
            assertThat(Arrays.equals(content, expected.get().content())).isTrue();
            assertThat(own.position() - MARGIN).isEqualTo(expected.get().consumed());
        } catch (DataFormatException e) {
            assertThat(expected).as("accepted by the JDK: %s", e.getMessage()).isEmpty();
            assertThat(own.position()).isBetween(MARGIN, MARGIN + source.length);
        }
        if (!Arrays.equals(out, 0, MARGIN, CANARIES, 0, MARGIN)
                || !Arrays.equals(out, MARGIN + room, out.length, CANARIES, 0, MARGIN)) {
            throw new AssertionError("written outside of the room");
        }
        return expected.map(Inflated::content);
    }

    private Optional<Inflated> byTheJdk(byte[] source, int room) {
        try {
            zlib.reset();
            // one byte more than fits shows what does not
            byte[] out = new byte[room + 1];
            zlib.setInput(source);
            int length = 0;
            int step = -1;
            while (step != 0 && length < out.length) {
                step = zlib.inflate(out, length, out.length - length);
                length += step;
            }
            return zlib.finished() && length <= room
                    ? Optional.of(new Inflated(Arrays.copyOf(out, length), (int) zlib.getBytesRead()))
                    : Optional.empty();
        } catch (DataFormatException e) {
            return Optional.empty();
        }
    }
}
