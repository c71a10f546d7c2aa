package io.github.migrationconnector.vsphere.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.vsphere.internal.snapshot.SnapshotDiskAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskNamesTest {
    private static final Vm MACHINE = new Vm(
            "vm-1",
            "web",
            "/DC/vm/web",
            "uuid",
            PowerState.ON,
            "otherGuest",
            Firmware.BIOS,
            List.of(
                    new VmDisk(2000, "Hard disk 1", 1, "", "", "persistent"),
                    new VmDisk(2016, "Hard disk 2", 1, "", "", "persistent")));

    @Test
    void quotesFileNames() {
        DatastorePath path = DatastorePath.parse("[SAN 1+2] web & app/100%/ä b.vmdk");
        assertThat(path.target("Europe/DC#1"))
                .isEqualTo("/folder/web%20%26%20app/100%25/%C3%A4%20b.vmdk?dcPath=Europe%2FDC%231&dsName=SAN%201%2B2");
        assertThat(path.sibling("x-flat.vmdk")).hasToString("[SAN 1+2] web & app/100%/x-flat.vmdk");
        assertThat(DatastorePath.parse("[ds] top.vmdk").sibling("a")).hasToString("[ds] a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x.vmdk", "[ds]", "[] x.vmdk", "[ds] ../x.vmdk", "[ds] a/../../x"})
    void refusesWhatIsNoFileOnADatastore(String text) {
        assertThatThrownBy(() -> DatastorePath.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesASiblingInAnotherFolder() {
        assertThatThrownBy(() -> DatastorePath.parse("[ds] a/b").sibling("../c"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesADiskByNumberKeyOrLabel() {
        for (String name : List.of("web#2", "web#2016", "web#Hard disk 2")) {
            assertThat(MachineDiskName.parse(name).of(MACHINE).key()).as(name).isEqualTo(2016);
        }
        assertThat(MachineDiskName.parse("odd#name#1").vm()).isEqualTo("odd#name");
        for (String name : List.of("web", "web#3", "web#0", "web#")) {
            assertThatThrownBy(() -> MachineDiskName.parse(name).of(MACHINE))
                    .as(name)
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("Hard disk 1 (2000)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "vm-1", "vm-1/snapshot-1", "vm-1/snapshot-1/x", "vm-1/snapshot-1/1/2", "a b/c/1", "//1"})
    void refusesWhatIsNoDiskOfASnapshot(String location) {
        assertThatThrownBy(() -> SnapshotDiskAddress.parse(location)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutsAreasAtFilesAndRanges() {
        DatastorePath first = new DatastorePath("ds", "a");
        DatastorePath second = new DatastorePath("ds", "b");
        DiskLayout layout = new DiskLayout(List.of(
                new DiskLayout.Place(
                        new Extent(0, 100), Optional.of(new FileRange(first, 1_000, new Extent(500, 100)))),
                new DiskLayout.Place(new Extent(100, 50), Optional.empty()),
                new DiskLayout.Place(
                        new Extent(150, 100), Optional.of(new FileRange(second, 100, new Extent(0, 100))))));
        List<String> pieces = new ArrayList<>();
        layout.pieces(List.of(new Extent(10, 200), new Extent(240, 10)), 64)
                .forEachRemaining(piece -> pieces.add(
                        piece.disk().offsetBytes() + "+" + piece.disk().lengthBytes()
                                + piece.stored()
                                        .map(range -> " " + range.file().path() + "@"
                                                + range.bytes().offsetBytes())
                                        .orElse(" zeros")));
        assertThat(pieces)
                .containsExactly(
                        "10+54 a@510",
                        "64+36 a@564",
                        "100+28 zeros",
                        "128+22 zeros",
                        "150+42 b@0",
                        "192+18 b@42",
                        "240+10 b@90");
        assertThatThrownBy(() -> new DiskLayout(List.of(new DiskLayout.Place(new Extent(1, 5), Optional.empty()))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
