package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import io.github.migrationconnector.diskstreaming.internal.pipeline.ScopeBlocks;
import java.util.ArrayList;
import java.util.List;

/**
 * Which areas are read: what was asked for, and what a grown disk adds (correctness rule 10).
 *
 * @param asked what was asked for
 * @param baseline what is compared with
 * @param disk the disk
 */
record Scope(ReadScope asked, Baseline baseline, DiskGeometry disk) {
    ScopeBlocks blocks(DigestTable decided) {
        return new ScopeBlocks(disk.blockSizeBytes(), disk.capacityBytes(), areas(), decided);
    }

    private List<Extent> areas() {
        List<Extent> whole = List.of(new Extent(0, disk.capacityBytes()));
        if (!(asked instanceof ReadScope.Changed changed)) {
            return whole;
        }
        if (baseline.leastCapacityBytes().isEmpty()) {
            throw Problem.fatal(
                            "TRANSFER_REFUSED",
                            "Changed areas were given without a parent that they changed since.",
                            "Report this: it is an error of the connector.")
                    .asException();
        }
        if (!baselineIsWhole()) {
            // what is neither read nor known would stay noise, or what a damaged journal no longer tells
            return whole;
        }
        return withGrowth(changed.areas(), baseline.leastCapacityBytes().getAsLong());
    }

    private boolean baselineIsWhole() {
        long before =
                Math.min(disk.capacityBytes(), baseline.leastCapacityBytes().getAsLong());
        return baseline.knows(new DiskGeometry(before, disk.blockSizeBytes()).blocks());
    }

    /** From the old tail block on everything is read: it was padded, and what is behind it is new. */
    private List<Extent> withGrowth(List<Extent> areas, long before) {
        if (before >= disk.capacityBytes()) {
            return areas;
        }
        long from = before - before % disk.blockSizeBytes();
        List<Extent> all = new ArrayList<>();
        for (Extent area : areas) {
            if (area.endBytes() <= from) {
                all.add(area);
            } else if (area.offsetBytes() < from) {
                all.add(new Extent(area.offsetBytes(), from - area.offsetBytes()));
            }
        }
        all.add(new Extent(from, disk.capacityBytes() - from));
        return all;
    }
}
