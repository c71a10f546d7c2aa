package io.github.migrationconnector.launcher.internal;

import io.github.migrationconnector.itest.Installed;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The distribution's set, started within this process by the launcher's own parts, so that a test can look inside. */
final class BootedSet {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** DTO constants of ServiceComponentRuntime's configurations (OSGi Compendium 8, 112.9). */
    private static final int SATISFIED = 4;

    private static final int ACTIVE = 8;

    private final RunningFramework framework;
    private final HttpsAddress address;

    private BootedSet(RunningFramework framework, HttpsAddress address) {
        this.framework = framework;
        this.address = address;
    }

    static BootedSet start(Path place) throws InterruptedException {
        Home home = new Home(place);
        Distribution distribution = new Distribution(Installed.directory());
        home.prepare(distribution);
        HttpsAddress address = HttpsPort.free(new HttpsAddress(InetAddress.getLoopbackAddress(), 0));
        BundleSet set = new BundleSets(distribution).current(home, Mode.RUN);
        HttpsIdentity identity = new HttpsIdentityFiles(home.tls(), Clock.systemUTC()).loadOrMake();
        Logging.direct(home, Mode.RUN);
        Map<String, String> settings =
                new HashMap<>(FrameworkSettings.common(home, new Cache(home).daemon(), set, Mode.RUN));
        settings.put(
                FrameworkSettings.DISTRIBUTION_BUNDLES, distribution.bundles().toString());
        settings.putAll(FrameworkSettings.web(address, identity));
        BootedSet booted = new BootedSet(RunningFramework.install(settings, set, Mode.RUN), address);
        booted.framework.start();
        HttpsPort.awaitAnswer(address, identity.certificate(), LIMIT, new CountDownLatch(1));
        return booted;
    }

    BundleContext context() {
        return framework.context();
    }

    RunningFramework framework() {
        return framework;
    }

    String url() {
        return address.localUrl();
    }

    /** Each enabled component that has no satisfied configuration, with the references that it misses. */
    List<String> unsatisfiedComponents() throws ReflectiveOperationException {
        ServiceReference<?> reference =
                context().getServiceReference("org.osgi.service.component.runtime.ServiceComponentRuntime");
        Object runtime = context().getService(reference);
        List<String> unsatisfied = new ArrayList<>();
        for (Object description : (Collection<?>) describe(runtime)) {
            Collection<?> configurations = (Collection<?>) call(runtime, "getComponentConfigurationDTOs", description);
            boolean satisfied = !configurations.isEmpty();
            StringBuilder missing = new StringBuilder();
            for (Object configuration : configurations) {
                int state = (int) field(configuration, "state");
                satisfied &= state == SATISFIED || state == ACTIVE;
                for (Object miss : (Object[]) field(configuration, "unsatisfiedReferences")) {
                    missing.append(' ').append(field(miss, "name"));
                }
                Object failure = field(configuration, "failure");
                if (failure != null) {
                    missing.append(' ')
                            .append(failure.toString().lines().findFirst().orElse(""));
                }
            }
            if (!satisfied) {
                unsatisfied.add(field(description, "name") + " misses" + missing);
            }
        }
        return unsatisfied;
    }

    private static Object describe(Object runtime) throws ReflectiveOperationException {
        Method method = method(runtime, "getComponentDescriptionDTOs");
        Object noBundles = java.lang.reflect.Array.newInstance(org.osgi.framework.Bundle.class, 0);
        return method.invoke(runtime, noBundles);
    }

    private static Object call(Object target, String name, Object argument) throws ReflectiveOperationException {
        return method(target, name).invoke(target, argument);
    }

    /** By the public interface: the class that implements it is closed. */
    private static Method method(Object target, String name) throws NoSuchMethodException {
        for (Class<?> type : target.getClass().getInterfaces()) {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name)) {
                    return method;
                }
            }
        }
        throw new NoSuchMethodException(name);
    }

    private static Object field(Object dto, String name) throws ReflectiveOperationException {
        return dto.getClass().getField(name).get(dto);
    }

    void close() throws InterruptedException {
        if (!framework.stop(LIMIT)) {
            throw new IllegalStateException("the framework did not stop");
        }
    }
}
