package io.github.migrationconnector.vsphere.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vmware.vim25.DiskChangeExtent;
import com.vmware.vim25.DiskChangeInfo;
import com.vmware.vim25.FileFault;
import com.vmware.vim25.ManagedObjectNotFound;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MethodFault;
import com.vmware.vim25.NoPermission;
import com.vmware.vim25.NotAuthenticated;
import com.vmware.vim25.VimPortType;
import com.vmware.vim25.ws.Client;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.vmsnapshot.ChangedAreas;
import io.github.migrationconnector.api.vmsnapshot.ChangedAreas.Known;
import io.github.migrationconnector.api.vmsnapshot.ChangedAreas.Unknown;
import io.github.migrationconnector.api.vmsnapshot.SnapshotDisk;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.vsphere.internal.soap.VimFaultException;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangedAreasQueryTest {
    private static final long CAPACITY = 10_000;

    private final List<DiskChangeInfo> pages = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();

    private static SnapshotDisk disk(String changeId) {
        return new SnapshotDisk(
                2000,
                "Hard disk 1",
                CAPACITY,
                "uuid",
                changeId,
                new SourceAddress("vsphere-snapshot", "vm-1/s-1/2000"));
    }

    private static ChangedAreasQuery query(String now, String since) {
        return new ChangedAreasQuery(
                new VmSnapshot("vm-1", "snapshot-1", "connector-1", List.of(disk(now))), disk(now), since);
    }

    private ChangedAreas ask() throws Exception {
        return query("e/2", "e/1").ask(new VimPortType((Client) null) {
            @Override
            public DiskChangeInfo queryChangedDiskAreas(
                    ManagedObjectReference vm, ManagedObjectReference snapshot, int key, long start, String changeId) {
                asked.add(start);
                return pages.get(asked.size() - 1);
            }
        });
    }

    private static ChangedAreas askFailing(MethodFault fault) throws Exception {
        return query("e/2", "e/1").ask(new VimPortType((Client) null) {
            @Override
            public DiskChangeInfo queryChangedDiskAreas(
                    ManagedObjectReference vm, ManagedObjectReference snapshot, int key, long start, String changeId)
                    throws RemoteException {
                throw new VimFaultException(fault.getClass().getSimpleName(), "planted", fault);
            }
        });
    }

    private void page(long start, long length, long... areas) {
        DiskChangeInfo page = new DiskChangeInfo();
        page.setStartOffset(start);
        page.setLength(length);
        DiskChangeExtent[] extents = new DiskChangeExtent[areas.length / 2];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = new DiskChangeExtent();
            extents[i].setStart(areas[2 * i]);
            extents[i].setLength(areas[2 * i + 1]);
        }
        page.setChangedArea(extents);
        pages.add(page);
    }

    private static Known known(Extent... areas) {
        return new Known(List.of(areas));
    }

    @Test
    void goesThroughThePagesToTheEndOfTheDisk() throws Exception {
        page(0, 4_000, 100, 50, 3_000, 1_000);
        page(4_000, 5_000, 4_000, 10);
        page(9_000, 1_000, 9_999, 1);
        assertThat(ask()).isEqualTo(known(new Extent(100, 50), new Extent(3_000, 1_010), new Extent(9_999, 1)));
        assertThat(asked).containsExactly(0L, 4_000L, 9_000L);
    }

    @Test
    void putsAreasInOrderAndTogether() throws Exception {
        page(0, CAPACITY, 5_000, 100, 0, 10, 5_050, 100, 10, 5);
        assertThat(ask()).isEqualTo(known(new Extent(0, 15), new Extent(5_000, 150)));
    }

    @Test
    void cutsWhatReachesBeyondTheDisk() throws Exception {
        page(0, CAPACITY, 9_900, 612);
        assertThat(ask()).isEqualTo(known(new Extent(9_900, 100)));
    }

    @Test
    void knowsThatNothingChanged() throws Exception {
        page(0, CAPACITY);
        assertThat(ask()).isEqualTo(known());
    }

    @Test
    void doesNotBelieveAnAnswerThatSkipsStandsStillOrIsOff() throws Exception {
        page(0, 4_000);
        page(5_000, 5_000);
        assertThat(ask()).isInstanceOf(Unknown.class);
        reset();
        page(0, 0);
        assertThat(ask()).isInstanceOf(Unknown.class);
        reset();
        page(0, CAPACITY, -5, 10);
        assertThat(ask()).isInstanceOf(Unknown.class);
        reset();
        page(0, CAPACITY, 20_000, 10);
        assertThat(ask()).isInstanceOf(Unknown.class);
        reset();
        page(0, CAPACITY, 5, Long.MAX_VALUE);
        assertThat(ask()).isInstanceOf(Unknown.class);
        reset();
        page(0, 5_000, 1_000, 10, 4_000, 10);
        page(5_000, 5_000, 500, 10);
        assertThat(ask()).isInstanceOf(Unknown.class);
    }

    private void reset() {
        pages.clear();
        asked.clear();
    }

    @Test
    void takesFaultsForNotKnowing() throws Exception {
        assertThat(askFailing(new FileFault())).isInstanceOf(Unknown.class);
        assertThat(askFailing(new NoPermission())).isInstanceOf(Unknown.class);
        assertThatThrownBy(() -> askFailing(new NotAuthenticated())).isInstanceOf(VimFaultException.class);
        assertThatThrownBy(() -> askFailing(new ManagedObjectNotFound())).isInstanceOf(VimFaultException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "52 de-ad/7, 52 de-ad/3, true",
        "52 de-ad/7, 52 de-ad/7, true",
        "52 de-ad/7, *, true",
        "52 de-ad/7, 52 de-ad/8, false",
        "52 de-ad/7, 52 be-ef/3, false",
        "52 de-ad/7, 3, false",
        "odd, 52 de-ad/3, false",
        "'', 52 de-ad/3, false",
        "'', *, false",
    })
    void asksOnlyWithinAnEpoch(String now, String since, boolean asks) {
        assertThat(query(now, since).hopeless().isEmpty()).isEqualTo(asks);
    }
}
