package io.github.migrationconnector.replication.internal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.streaming.ReadScope;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScopeTextTest {
    private static ReadScope again(ReadScope scope) {
        return ScopeText.read(ScopeText.write(scope));
    }

    @Test
    void readsWhatItWrote() {
        assertThat(again(new ReadScope.WholeDisk())).isEqualTo(new ReadScope.WholeDisk());
        assertThat(again(new ReadScope.Changed(List.of()))).isEqualTo(new ReadScope.Changed(List.of()));
        ReadScope edges = new ReadScope.Changed(List.of(
                new Extent(0, 1), new Extent(1, 127), new Extent(128, 128), new Extent(1L << 45, Long.MAX_VALUE >> 1)));
        assertThat(again(edges)).isEqualTo(edges);
    }

    @Test
    void readsRandomAreasThatItWrote() {
        Random random = new Random(7);
        for (int trial = 0; trial < 200; trial++) {
            List<Extent> areas = new ArrayList<>();
            long end = 0;
            for (int area = random.nextInt(50); area > 0; area--) {
                Extent next = new Extent(end + random.nextInt(1 << 30), 1 + random.nextInt(1 << 30));
                areas.add(next);
                end = next.endBytes();
            }
            assertThat(again(new ReadScope.Changed(areas))).isEqualTo(new ReadScope.Changed(areas));
        }
    }

    @Test
    void isCompact() {
        List<Extent> areas = new ArrayList<>();
        for (long i = 0; i < 10_000; i++) {
            areas.add(new Extent(i << 25, 1 << 16));
        }
        assertThat(ScopeText.write(new ReadScope.Changed(areas)).length()).isLessThan(10_000 * 10);
    }

    @Test
    void refusesAreasThatDescendOrOverlap() {
        ReadScope overlapping = new ReadScope.Changed(List.of(new Extent(0, 10), new Extent(9, 1)));
        assertThatThrownBy(() -> ScopeText.write(overlapping)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whole ", "areas", "areas:!", "areas:gA==", "areas:AA==", "areas:AAA=", "nothing"})
    void refusesDamage(String text) {
        assertThatThrownBy(() -> ScopeText.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void meetsRandomBytesWithAScopeOrARefusal() {
        Random random = new Random(11);
        for (int trial = 0; trial < 20_000; trial++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            String text = "areas:" + Base64.getEncoder().encodeToString(bytes);
            try {
                ReadScope.Changed scope = (ReadScope.Changed) ScopeText.read(text);
                long end = 0;
                for (Extent area : scope.areas()) {
                    assertThat(area.offsetBytes()).isGreaterThanOrEqualTo(end);
                    end = area.endBytes();
                }
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageNotContaining("Index");
            }
        }
    }
}
