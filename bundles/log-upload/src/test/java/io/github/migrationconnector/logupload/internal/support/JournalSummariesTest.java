package io.github.migrationconnector.logupload.internal.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalSummariesTest {
    @TempDir
    private Path directory;

    private void write(String transfer, String file, String... lines) throws IOException {
        Path path = directory.resolve(transfer).resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, String.join("\n", lines) + "\n");
    }

    private ArrayNode all() throws IOException {
        return new JournalSummaries(directory).all();
    }

    @Test
    void tellHowFarEachTransferGot() throws IOException {
        for (String transfer : new String[] {"a", "b", "c"}) {
            write(transfer, "header.properties", "format=1", "capacityBytes=3145729", "tag.Name=payroll");
        }
        for (String transfer : new String[] {"b", "c"}) {
            write(transfer, "snapshot.properties", "snapshotId=snap-1", "blockSizeBytes=524288", "encrypted=false");
        }
        write(
                "c",
                "result.properties",
                "blocksInScope=7",
                "blocksDone=7",
                "blocksPut=5",
                "blocksZero=2",
                "blocksUnchanged=0");
        byte[] slots = new byte[7 * 40];
        slots[32] = 1;
        slots[3 * 40 + 32] = 2;
        Files.write(directory.resolve("b/digests"), slots);
        ArrayNode all = all();
        assertThat(all).hasSize(3);
        assertThat(all.get(0).path("state").asText()).isEqualTo("BEGUN");
        assertThat(all.get(0).path("capacityBytes").asLong()).isEqualTo(3_145_729);
        assertThat(all.get(1).path("state").asText()).isEqualTo("UNDER_WAY");
        assertThat(all.get(1).path("snapshotId").asText()).isEqualTo("snap-1");
        assertThat(all.get(1).path("blocksDecided").asLong()).isEqualTo(2);
        assertThat(all.get(1).path("blocks").asLong()).isEqualTo(7);
        assertThat(all.get(2).path("state").asText()).isEqualTo("DONE");
        assertThat(all.get(2).path("blocksPut").asLong()).isEqualTo(5);
        assertThat(all.get(2).path("bytes").asLong()).isPositive();
        assertThat(all.toString()).doesNotContain("payroll");
    }

    @Test
    void sayThatOneIsDamaged() throws IOException {
        write("a", "header.properties", "capacityBytes=many");
        write("b", "lock", "");
        ArrayNode all = all();
        assertThat(all.get(0).path("unreadable").asText()).contains("many");
        assertThat(all.get(1).path("state").asText()).isEqualTo("EMPTY");
    }

    @Test
    void areNoneWhereNothingWasTransferredYet() throws IOException {
        assertThat(new JournalSummaries(directory.resolve("absent")).all()).isEmpty();
    }
}
