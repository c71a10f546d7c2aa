package io.github.migrationconnector.diskfiles.internal.ova;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.migrationconnector.api.fuzz.HeapWatch;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.vmdk.RandomAccess;
import java.nio.ByteBuffer;

/** The parsers of what comes in an OVA: whatever comes, they answer or refuse with a problem of their own. */
class OvaFuzzTest {
    private static final HeapWatch HEAP = new HeapWatch();

    /** An archive in memory. */
    private record Archive(byte[] content) implements RandomAccess {
        @Override
        public long sizeBytes() {
            return content.length;
        }

        @Override
        public void read(long offsetBytes, ByteBuffer destination) {
            destination.put(content, Math.toIntExact(offsetBytes), destination.remaining());
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** What opens an archive in one way or another. */
    private interface Opening {
        void open() throws InterruptedException;
    }

    @FuzzTest(maxDuration = "10s")
    void archive(byte[] input) throws InterruptedException {
        check(() -> {
            OvaPackage contents = OvaPackage.open(new Archive(input));
            contents.parts(contents.disk("1"));
        });
    }

    @FuzzTest(maxDuration = "10s")
    void ovf(byte[] input) throws InterruptedException {
        check(() -> OvfReader.read(input));
    }

    @FuzzTest(maxDuration = "10s")
    void manifest(byte[] input) throws InterruptedException {
        check(() -> new OvaManifest(input).of("a"));
    }

    private static void check(Opening opening) throws InterruptedException {
        HEAP.executed();
        try {
            opening.open();
        } catch (ConnectorException refused) {
            if (!refused.problem().code().startsWith("OVA_")) {
                throw new AssertionError("refused for another reason", refused);
            }
        }
    }
}
