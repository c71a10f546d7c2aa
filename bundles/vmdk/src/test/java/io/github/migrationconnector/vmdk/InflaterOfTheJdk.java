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

    private final GrainInflater own = new GrainInflater();

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
        for (int margin = 0; margin < MARGIN; margin++) {
            if (out[margin] != CANARY || out[MARGIN + room + margin] != CANARY) {
                throw new AssertionError("written outside of the room");
            }
        }
        return expected.map(Inflated::content);
    }

    private static Optional<Inflated> byTheJdk(byte[] source, int room) {
        Inflater inflater = new Inflater(true);
        try {
            // one byte more than fits shows what does not
            byte[] out = new byte[room + 1];
            inflater.setInput(source);
            int length = 0;
            int step = -1;
            while (step != 0 && length < out.length) {
                step = inflater.inflate(out, length, out.length - length);
                length += step;
            }
            return inflater.finished() && length <= room
                    ? Optional.of(new Inflated(Arrays.copyOf(out, length), (int) inflater.getBytesRead()))
                    : Optional.empty();
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
