package io.github.migrationconnector.autoupgrade.internal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.UpgradeStage;
import io.github.migrationconnector.autoupgrade.internal.History;
import io.github.migrationconnector.autoupgrade.internal.Progress;
import io.github.migrationconnector.autoupgrade.internal.set.Sets;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** What is asked at the last moment before a set is put in force. */
final class UpgraderTest {
    @TempDir
    private Path home;

    /** Nothing of the framework may be touched. */
    private static <T> T untouchable(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
                    throw new AssertionError(method.getName());
                }));
    }

    @Test
    void nothingIsDoneWhenSomethingIsInTheWayByThen() throws Exception {
        BundleContext context = untouchable(BundleContext.class);
        Sets sets = new Sets(home.resolve("sets"), home.resolve("bundles"));
        History history = new History(home.resolve("upgrades"));
        Leftovers leftovers = new Leftovers(context, sets, Optional::empty);
        Upgrader upgrader = new Upgrader(context, null, leftovers, history, home);
        UpgradePlan plan = new UpgradePlan(
                "1",
                "2",
                "",
                List.of(),
                new UpgradePlan.Effects(List.of(), List.of(), List.of()),
                UpgradePlan.Store.UNTOUCHED);
        Upgrader.Patience patience = new Upgrader.Patience(Duration.ZERO, Duration.ZERO, Duration.ZERO);
        Progress progress = new Progress();
        progress.claim();

        Optional<String> why = upgrader.carryOut(
                new Upgrader.Order(plan, null, false),
                patience,
                progress,
                () -> Optional.of("waits for the cut-over sms-run-1"));

        assertThat(why).contains("waits for the cut-over sms-run-1");
        assertThat(progress.now().stage()).isEqualTo(UpgradeStage.VERIFYING);
        assertThat(history.records()).isEmpty();
        assertThat(history.unfinished()).isEmpty();
        assertThat(home.resolve("run")).doesNotExist();
    }
}
