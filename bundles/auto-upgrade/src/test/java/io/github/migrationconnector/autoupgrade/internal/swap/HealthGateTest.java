package io.github.migrationconnector.autoupgrade.internal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.upgrade.HealthProbe;
import io.github.migrationconnector.autoupgrade.internal.Progress;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** How long trouble may last before a set is put back for it. */
final class HealthGateTest {
    private static final Duration SETTLE = Duration.ofMillis(200);

    @TempDir
    private Path log;

    /** On a machine with much to do, the first look at everything may take longer than trouble may last. */
    @Test
    void aSlowFirstLookIsNoTroubleThatLasts() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        assertThat(troubleOf(() -> {
                    if (looks.getAndIncrement() == 0) {
                        pause(2 * SETTLE.toMillis());
                        throw new IllegalStateException("it is cold");
                    }
                }))
                .isEmpty();
        assertThat(looks).hasValueGreaterThan(1);
    }

    @Test
    void troubleThatLastsIsOne() throws Exception {
        assertThat(troubleOf(() -> {
                    throw new IllegalStateException("it feels sick");
                }))
                .contains("the probe of fruit fails: it feels sick");
    }

    private Optional<String> troubleOf(HealthProbe probe) throws InterruptedException {
        BundleContext context = framework(probe);
        ServiceComponentRuntime runtime = answering(ServiceComponentRuntime.class, (method, arguments) -> List.of());
        Components components = new Components(runtime, context);
        Upgrader.Patience patience = new Upgrader.Patience(Duration.ofMinutes(1), SETTLE, SETTLE);
        Baseline before = Baseline.now(log, components, new LocalChecks(context));
        return new HealthGate(context, components, patience, new Progress()).troubleOf(List.of(), before);
    }

    private static BundleContext framework(HealthProbe probe) {
        Bundle bundle = answering(Bundle.class, (method, arguments) -> "fruit");
        ServiceReference<?> reference = answering(ServiceReference.class, (method, arguments) -> bundle);
        return answering(BundleContext.class, (method, arguments) -> switch (method) {
            case "getBundles" -> new Bundle[0];
            case "getServiceReferences" -> arguments[0].equals(HealthProbe.class) ? List.of(reference) : List.of();
            case "getServiceReference" -> null;
            case "getService" -> probe;
            case "ungetService" -> true;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private interface Answers {
        Object to(String method, Object[] arguments);
    }

    private static <T> T answering(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                HealthGateTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.to(method.getName(), arguments)));
    }

    private static void pause(long millis) {
        try {
            boolean unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
