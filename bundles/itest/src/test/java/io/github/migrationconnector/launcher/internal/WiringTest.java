package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.itest.FailingComponent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleRevisions;

/** The whole set in one framework, seen from inside: everything wired, live bundles replaced under it, nothing left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WiringTest {
    private static final String OWN = "io.github.migrationconnector.";
    private static final String PROBE = OWN + "api.upgrade.HealthProbe";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Set<String> threadsBefore;
    private Path home;
    private BootedSet booted;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        threadsBefore = threads();
        home = directory.resolve("home");
        booted = BootedSet.start(home);
    }

    @AfterAll
    void end() throws Exception {
        booted.close();
    }

    @Test
    @Order(1)
    void everyBundleIsActive() {
        List<String> idle = Arrays.stream(booted.context().getBundles())
                .filter(bundle -> bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .map(Bundle::getSymbolicName)
                .toList();
        assertThat(idle).isEmpty();
        assertThat(booted.framework().failuresOf(Tier.PLATFORM)).isEmpty();
        assertThat(booted.framework().failuresOf(Tier.LIVE)).isEmpty();
    }

    @Test
    @Order(1)
    void everyComponentIsSatisfied() throws Exception {
        assertThat(booted.unsatisfiedComponents()).isEmpty();
    }

    @Test
    @Order(1)
    void everyContractHasItsProvider() {
        List<String> contracts = List.of(
                "access.Access",
                "apikey.ApiKeys",
                "audit.Audit",
                "connection.AwsCheck",
                "connection.VcenterCheck",
                "connection.VcenterWatch",
                "connectivity.ConnectivityCheck",
                "credential.CredentialStore",
                "health.Health",
                "health.HealthCheck",
                "image.ImageRegistrar",
                "inventory.Inventory",
                "keyset.Keyset",
                "network.Networking",
                "notification.Notifications",
                "power.VmPower",
                "registration.Registration",
                "registration.SetupSteps",
                "replication.Catalog",
                "replication.Changes",
                "replication.Replication",
                "session.Sessions",
                "source.DiskSource",
                "streaming.Transfers",
                "target.SnapshotTarget",
                "token.Tokens",
                "trust.ServerCertificates",
                "trust.Trust",
                "user.Users",
                "vmsnapshot.VmSnapshots");
        // all of them: this test has the contracts in its own class loader, to which no bundle's service fits
        assertThat(contracts)
                .allSatisfy(name -> assertThat(booted.context().getAllServiceReferences(OWN + "api." + name, null))
                        .as(name)
                        .isNotEmpty());
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(
            strings = {
                "admin-ui",
                "aws",
                "credential-store",
                "disk-streaming",
                "http-api",
                "networking",
                "registration",
                "replication",
                "store"
            })
    void offersAProbeThatPasses(String name) throws Exception {
        List<ServiceReference<?>> probes = Arrays.stream(bundle(name).getRegisteredServices())
                .filter(service -> Arrays.asList((String[]) service.getProperty(Constants.OBJECTCLASS))
                        .contains(PROBE))
                .collect(Collectors.toList());
        assertThat(probes).isNotEmpty();
        for (ServiceReference<?> reference : probes) {
            BundleContext owner = reference.getBundle().getBundleContext();
            Object probe = owner.getService(reference);
            // this test has the contracts in its own class loader
            Class<?> contract = bundle("api").loadClass(PROBE);
            contract.getMethod("check").invoke(probe);
            owner.ungetService(reference);
        }
    }

    @Test
    @Order(1)
    void aMissingProviderIsSeen() throws Exception {
        Bundle store = bundle("store");
        store.stop();
        assertThat(booted.unsatisfiedComponents()).anyMatch(component -> component.contains(".access."));
        store.start();
        assertThat(booted.unsatisfiedComponents()).isEmpty();
    }

    @Test
    @Order(1)
    void aComponentThatCanNotBeActivatedIsToldInTheLog() throws Exception {
        Bundle failing = installFailing("told-at-once");
        try {
            failing.start();
            assertThat(awaitErrors("told-at-once").get(0))
                    .contains("IllegalStateException", "it does not get going", "FailingComponent.<init>")
                    .doesNotContain(FailingComponent.SECRET);
        } finally {
            failing.uninstall();
        }
    }

    @Test
    @Order(1)
    void whatWasSaidToTheLogServiceWhileNobodyHeardIsToldLaterAndOnce() throws Exception {
        Bundle early = installFailing("told-before");
        Bundle meanwhile = installFailing("told-meanwhile");
        Bundle bridges = bundle("log-bridges");
        try {
            early.start();
            assertThat(awaitErrors("told-before")).hasSize(1);
            bridges.stop();
            CountDownLatch heard = heardByTheLogService("told-meanwhile");
            meanwhile.start();
            assertThat(heard.await(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("heard by another listener")
                    .isTrue();
            assertThat(errors("told-meanwhile")).isEmpty();
            bridges.start();
            assertThat(awaitErrors("told-meanwhile")).hasSize(1);
            assertThat(errors("told-before")).hasSize(1);
        } finally {
            bridges.start();
            early.uninstall();
            meanwhile.uninstall();
        }
    }

    @Test
    @Order(1)
    void whatIsSaidToJavasOwnLoggingIsToldInTheLog() throws Exception {
        java.util.logging.Logger.getLogger("somebody.else")
                .severe("by Java's own, password=" + FailingComponent.SECRET);
        assertThat(awaitErrors("by Java's own").get(0))
                .contains("\"logger\":\"somebody.else\"")
                .doesNotContain(FailingComponent.SECRET);
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(strings = {"disk-streaming", "aws", "vsphere", "disk-files", "credential-store"})
    void aLiveBundleIsReplacedWhileTheDaemonAnswers(String name) throws Exception {
        Bundle bundle = bundle(name);
        List<Object> before = serviceIds(bundle);
        Queue<String> stopped = new ConcurrentLinkedQueue<>();
        SynchronousBundleListener listener = event -> {
            if (event.getType() == BundleEvent.STOPPED) {
                stopped.add(event.getBundle().getSymbolicName());
            }
        };
        booted.context().addBundleListener(listener);
        Asker asker = new Asker(booted.url() + "/healthz");
        asker.start();
        try {
            asker.awaitAnswers(3);
            replace(bundle);
            asker.awaitAnswers(3);
        } finally {
            asker.end();
            booted.context().removeBundleListener(listener);
        }
        assertThat(asker.failures()).isEmpty();
        assertThat(stopped).containsOnly(OWN + name);
        assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(bundle.adapt(BundleRevisions.class).getRevisions()).hasSize(1);
        assertThat(serviceIds(bundle)).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
        assertThat(booted.unsatisfiedComponents()).isEmpty();
    }

    @Test
    @Order(2)
    void theFaceItselfIsReplacedAndComesBack() throws Exception {
        Bundle face = bundle("http-api");
        replace(face);
        Asker asker = new Asker(booted.url() + "/healthz");
        asker.start();
        asker.awaitAnswers(1);
        asker.end();
        assertThat(asker.failures()).isEmpty();
        assertThat(booted.unsatisfiedComponents()).isEmpty();
    }

    @Test
    @Order(2)
    void aDamagedReplacementLeavesTheOldBundleAtWork() throws Exception {
        Bundle bundle = bundle("disk-files");
        byte[] good = Files.readAllBytes(file(bundle));
        byte[] cut = Arrays.copyOf(good, good.length / 2);
        try {
            bundle.update(new ByteArrayInputStream(cut));
            throw new AssertionError("half a jar was taken for a bundle");
        } catch (org.osgi.framework.BundleException e) {
            assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
        }
        assertThat(booted.unsatisfiedComponents()).isEmpty();
    }

    @Test
    @Order(3)
    void nothingIsLeftWhenItStops() throws Exception {
        booted.close();
        long end = System.nanoTime() + LIMIT.toNanos();
        Set<String> left = newThreads();
        while (!left.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
            left = newThreads();
        }
        assertThat(left).isEmpty();
    }

    private Set<String> newThreads() {
        Set<String> left = threads();
        left.removeAll(threadsBefore);
        // the JDK's own, of the clients in this test and of its cleaners
        left.removeIf(
                name -> name.matches("HttpClient-.*|ForkJoinPool.*|Common-Cleaner|Keep-Alive.*|process reaper.*"));
        return left;
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Bundle installFailing(String name) throws Exception {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        FailingComponent.pack(jar, name);
        return booted.context().installBundle("test:" + name, new ByteArrayInputStream(jar.toByteArray()));
    }

    /** The log comes behind: the log service tells it on a thread of its own. */
    private List<String> awaitErrors(String text) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (errors(text).isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        List<String> found = errors(text);
        assertThat(found).as("errors in the log with " + text).isNotEmpty();
        return found;
    }

    /**
     * Opens when the log service has told its listeners an error with this text. It does so on one thread, to one after the
     * other in the order they came: a listener that was there before has heard it then.
     */
    private CountDownLatch heardByTheLogService(String text) throws ReflectiveOperationException {
        CountDownLatch heard = new CountDownLatch(1);
        Object reader = booted.context()
                .getService(booted.context().getServiceReference("org.osgi.service.log.LogReaderService"));
        // by the framework's own classes, which this test doesn't have
        ClassLoader classes = reader.getClass().getClassLoader();
        Class<?> listener = classes.loadClass("org.osgi.service.log.LogListener");
        Class<?> entry = classes.loadClass("org.osgi.service.log.LogEntry");
        Method message = entry.getMethod("getMessage");
        Method level = entry.getMethod("getLogLevel");
        InvocationHandler onEntry = (proxy, called, arguments) -> {
            if (called.getName().equals("equals")) {
                return proxy == arguments[0];
            }
            if (called.getName().equals("logged")
                    && level.invoke(arguments[0]).toString().equals("ERROR")
                    && message.invoke(arguments[0]).toString().contains(text)) {
                heard.countDown();
            }
            return null;
        };
        classes.loadClass("org.osgi.service.log.LogReaderService")
                .getMethod("addLogListener", listener)
                .invoke(reader, Proxy.newProxyInstance(classes, new Class<?>[] {listener}, onEntry));
        return heard;
    }

    private List<String> errors(String text) throws IOException {
        return Files.readAllLines(home.resolve("log/connector.log")).stream()
                .filter(line -> line.contains("\"level\":\"ERROR\"") && line.contains(text))
                .toList();
    }

    private Bundle bundle(String name) {
        return Arrays.stream(booted.context().getBundles())
                .filter(bundle -> (OWN + name).equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + name));
    }

    private static Path file(Bundle bundle) {
        return Path.of(URI.create(bundle.getLocation().substring("reference:".length())));
    }

    /** As an upgrade does it: update alone, since these export nothing. */
    private static void replace(Bundle bundle) throws Exception {
        try (InputStream in = Files.newInputStream(file(bundle))) {
            bundle.update(in);
        }
    }

    private static List<Object> serviceIds(Bundle bundle) {
        List<Object> ids = new ArrayList<>();
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        if (services != null) {
            for (ServiceReference<?> service : services) {
                ids.add(service.getProperty(Constants.SERVICE_ID));
            }
        }
        return ids;
    }

    /** Asks for a page again and again, and notes each answer that is not 200. */
    private final class Asker {
        private final HttpClient client;
        private final HttpRequest request;
        private final AtomicBoolean going = new AtomicBoolean(true);
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final java.util.concurrent.Semaphore answers = new java.util.concurrent.Semaphore(0);
        private final Thread thread = new Thread(this::ask, "asker");

        Asker(String url) throws Exception {
            client = HttpClient.newBuilder().sslContext(trusted()).build();
            request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
        }

        void start() {
            thread.start();
        }

        void awaitAnswers(int count) throws InterruptedException {
            assertThat(answers.tryAcquire(count, LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("answers; failures: %s", failures)
                    .isTrue();
        }

        void end() throws InterruptedException {
            going.set(false);
            thread.join();
        }

        List<String> failures() {
            return List.copyOf(failures);
        }

        private void ask() {
            while (going.get()) {
                try {
                    int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                    if (status != 200) {
                        failures.add("status " + status);
                    }
                } catch (IOException e) {
                    failures.add(e.toString());
                } catch (InterruptedException e) {
                    return;
                }
                answers.release();
            }
        }

        private SSLContext trusted() throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            try (InputStream in = Files.newInputStream(home.resolve("tls/certificate.pem"))) {
                store.setCertificateEntry(
                        "c", CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        }
    }
}
