package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's inflater and ours accept and refuse the same, and make the same of it. */
class GrainInflaterTest {
    private static final int GRAIN = 65_536;

    private final InflaterOfTheJdk jdk = new InflaterOfTheJdk();

    /** Pieces of different kinds: zeros, noise, few letters, repetitions at all distances, bytes of one bias or another. */
    private static byte[] content(int length, long seed, List<Integer> kinds) {
        Random random = new Random(seed);
        byte[] content = new byte[length];
        int at = 0;
        for (int piece = 0; at < length; piece++) {
            int end = Math.min(length, at + 1 + random.nextInt(9_000));
            int kind = kinds.get(piece % kinds.size());
            int distance = 1 + random.nextInt(kind == 3 ? 12 : 33_000);
            for (; at < end; at++) {
                content[at] = switch (kind) {
                    case 0 -> 0;
                    case 1 -> (byte) random.nextInt();
                    case 2 -> (byte) ('a' + random.nextInt(4));
                    case 3, 4 ->
                        at < distance || random.nextInt(40) == 0 ? (byte) random.nextInt() : content[at - distance];
                    default -> (byte) (Math.abs(random.nextGaussian()) * 20);
                };
            }
        }
        return content;
    }

    private static byte[] deflated(byte[] content, int level, int strategy) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setStrategy(strategy);
            deflater.setInput(content);
            deflater.finish();
            byte[] out = new byte[content.length + content.length / 8 + 1_000];
            int length = 0;
            while (!deflater.finished()) {
                length += deflater.deflate(out, length, out.length - length);
            }
            return Arrays.copyOf(out, length);
        } finally {
            deflater.end();
        }
    }

    @Property(tries = 400, seed = "20260106")
    void inflatesWhatWasDeflated(
            @ForAll @IntRange(max = GRAIN) int length,
            @ForAll long seed,
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 5) Integer> kinds,
            @ForAll @IntRange(max = 9) int level,
            @ForAll @IntRange(max = 2) int strategy) {
        byte[] content = content(length, seed, kinds);
        byte[] source = deflated(content, level, strategy);
        assertThat(jdk.agreesOn(source, GRAIN)).contains(content);
        assertThat(jdk.agreesOn(source, length)).contains(content);
        if (length > 0) {
            assertThat(jdk.agreesOn(source, length - 1)).isEmpty();
        }
    }

    @Property(tries = 400, seed = "20260107")
    void refusesWhatZlibRefuses(
            @ForAll @IntRange(min = 1, max = 12_000) int length,
            @ForAll long seed,
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 5) Integer> kinds,
            @ForAll @IntRange(max = 9) int level,
            @ForAll @IntRange(max = 2) int strategy) {
        byte[] source = deflated(content(length, seed, kinds), level, strategy);
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            byte[] spoiled =
                    random.nextInt(4) == 0 ? Arrays.copyOf(source, random.nextInt(source.length)) : source.clone();
            int range = random.nextBoolean() ? Math.min(80, spoiled.length) : spoiled.length;
            for (int change = random.nextInt(4); change >= 0 && range > 0; change--) {
                spoiled[random.nextInt(range)] ^= (byte) (1 << random.nextInt(8));
            }
            jdk.agreesOn(spoiled, GRAIN);
        }
    }

    /** Random bytes behind the first bits of a block with codes of its own: most end in the codes, where zlib is strict. */
    @Property(tries = 300, seed = "20260108")
    void refusesNoiseAsZlibDoes(@ForAll long seed) {
        Random random = new Random(seed);
        int accepted = 0;
        for (int round = 0; round < 400; round++) {
            byte[] noise = new byte[1 + random.nextInt(80)];
            random.nextBytes(noise);
            noise[0] = (byte) (noise[0] & ~7 | (round % 3 == 0 ? 3 : 5));
            accepted += jdk.agreesOn(noise, 4_096).isPresent() ? 1 : 0;
        }
        assertThat(accepted).isPositive();
    }

    /** A block of its own codes, of which zlib takes those with one code of one bit, or none. */
    @ParameterizedTest
    @CsvSource({
        "05c0810800000000207feb03, true", // the end has one bit, no distances
        "05c0810800000000207feb0b, false", // the other bit
        "05c0810800000000207feb07, true", // one distance
        "05c1810800000000207feb1f, true", // two distances
        "05c0810800000000207feb02, false", // no end
    })
    void takesTheIncompleteCodesThatZlibTakes(String hex, boolean sound) {
        assertThat(jdk.agreesOn(HexFormat.of().parseHex(hex), 16).isPresent()).isEqualTo(sound);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 15, 16, 276, 277, 278, 300, 511})
    void fillsItsRoomToTheLastByte(int length) {
        byte[] content = content(length, length, List.of(2, 3));
        for (int level : new int[] {0, 1, 6}) {
            assertThat(jdk.agreesOn(deflated(content, level, Deflater.DEFAULT_STRATEGY), length))
                    .contains(content);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "07 | a block of an unknown kind",
                "010500faf0 | contradict each other",
                "010500faff00 | ends too early",
                "4b | ends too early",
                "4b4c4c4c0400 | longer than a grain",
                "030200 | in front of its start",
                "ed | ends too early",
                "fdff00 | too many lengths",
            })
    void saysWhatIsWrong(String hex, String words) {
        byte[] source = HexFormat.of().parseHex(hex);
        assertThat(jdk.agreesOn(source, 2)).isEmpty();
        assertThatThrownBy(() -> new GrainInflater().inflate(source, 0, source.length, new byte[2], 0, 2))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(words);
    }

    @Test
    void goesOnAfterARefusal() throws Exception {
        GrainInflater inflater = new GrainInflater();
        byte[] content = content(GRAIN, 4, List.of(2, 4, 5));
        byte[] source = deflated(content, 6, Deflater.DEFAULT_STRATEGY);
        byte[] spoiled = source.clone();
        Arrays.fill(spoiled, 200, 260, (byte) 0xFF);
        byte[] out = new byte[GRAIN];
        assertThatThrownBy(() -> inflater.inflate(spoiled, 0, spoiled.length, out, 0, GRAIN))
                .isInstanceOf(DataFormatException.class);
        assertThat(inflater.inflate(source, 0, source.length, out, 0, GRAIN)).isEqualTo(GRAIN);
        assertThat(out).isEqualTo(content);
        assertThat(Optional.of(inflater.position())).contains(source.length);
    }
}
