package io.github.migrationconnector.autoupgrade.internal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.upgrade.HealthProbe;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** What probes say, and what of it counts. */
final class ProbesTest {
    @Test
    void askAllThatThereAre() throws Exception {
        assertThat(failuresOf(() -> {})).isEmpty();
        assertThat(failuresOf(() -> {
                    throw new IllegalStateException("it feels sick");
                }))
                .containsExactly("the probe of fruit fails: it feels sick");
        assertThat(failuresOf(() -> {
                    throw new NoClassDefFoundError();
                }))
                .containsExactly("the probe of fruit fails: java.lang.NoClassDefFoundError");
    }

    @Test
    void theTroubleOfOthersIsNoReason() throws Exception {
        assertThat(failuresOf(() -> {
                    throw Problem.passing("STORE_BUSY", "somebody else writes", "")
                            .asException();
                }))
                .isEmpty();
        assertThat(failuresOf(() -> {
                    throw Problem.fatal("STORE_DAMAGED", "it is no database", "")
                            .asException();
                }))
                .singleElement()
                .asString()
                .contains("it is no database");
    }

    private static List<String> failuresOf(HealthProbe probe) throws InterruptedException {
        Bundle bundle = answering(Bundle.class, "getSymbolicName", "fruit");
        ServiceReference<?> reference = answering(ServiceReference.class, "getBundle", bundle);
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                ProbesTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getServiceReferences" -> List.of(reference);
                    case "getService" -> probe;
                    case "ungetService" -> true;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return new Probes(context).failures();
    }

    private static <T> T answering(Class<T> type, String question, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                ProbesTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (!method.getName().equals(question)) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return answer;
                }));
    }
}
