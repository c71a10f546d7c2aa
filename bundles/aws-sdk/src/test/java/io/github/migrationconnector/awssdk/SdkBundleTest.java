package io.github.migrationconnector.awssdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/** The wrapped SDK in a framework of its own: it resolves, shows only what was meant, and its clients can be made. */
class SdkBundleTest {
    private static Framework framework;
    private static Bundle sdk;

    @BeforeAll
    static void startFramework(@TempDir Path cache) throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        cache.toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "org.slf4j;version=2.0.17,org.slf4j.event;version=2.0.17"));
        framework.start();
        String location = "reference:" + Path.of("target/classes").toUri();
        sdk = framework.getBundleContext().installBundle(location);
        sdk.start();
    }

    @AfterAll
    static void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void starts() {
        assertThat(sdk.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(sdk.getSymbolicName()).isEqualTo("io.github.migrationconnector.aws-sdk");
    }

    @Test
    void exportsPackagesOfItsVersionAndNoneOfTheShadedOnes() {
        assertThat(sdk.adapt(BundleRevision.class).getDeclaredCapabilities("osgi.wiring.package"))
                .isNotEmpty()
                .allSatisfy(exported -> {
                    assertThat(exported.getAttributes().get("osgi.wiring.package"))
                            .asString()
                            .startsWith("software.amazon.awssdk.")
                            .doesNotContain("internal", "thirdparty");
                    assertThat(exported.getAttributes().get("version")).hasToString("2.40.2");
                });
    }

    @Test
    void carriesNeitherALoggerNorASecondNetty() throws Exception {
        try (Stream<Path> jars = Files.list(Path.of("target/classes/lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .anyMatch(jar -> jar.startsWith("ebs-"))
                    .noneMatch(jar -> jar.matches("(slf4j|netty|httpc|commons-logging|apache-client).*"));
        }
        assertThatThrownBy(() -> sdk.loadClass("io.netty.channel.Channel")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void makesItsClientsWhateverTheThreadsLoader() throws Exception {
        for (ClassLoader loader : new ClassLoader[] {null, getClass().getClassLoader(), wiredLoader()}) {
            Thread.currentThread().setContextClassLoader(loader);
            try {
                for (String client : new String[] {"ebs.Ebs", "ec2.Ec2", "sts.Sts"}) {
                    Object made = make("software.amazon.awssdk.services." + client + "Client");
                    assertThat(made).isInstanceOf(AutoCloseable.class);
                    ((AutoCloseable) made).close();
                }
            } finally {
                Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
            }
        }
    }

    private ClassLoader wiredLoader() {
        return sdk.adapt(BundleWiring.class).getClassLoader();
    }

    /** By reflection, since this test's own class path has the SDK a second time. */
    private Object make(String client) throws Exception {
        Object builder = sdk.loadClass(client).getMethod("builder").invoke(null);
        Class<?> type = sdk.loadClass("software.amazon.awssdk.core.client.builder.SdkClientBuilder");
        type.getMethod("endpointOverride", URI.class).invoke(builder, URI.create("https://127.0.0.1:1"));
        Object region = sdk.loadClass("software.amazon.awssdk.regions.Region")
                .getMethod("of", String.class)
                .invoke(null, "eu-central-1");
        sdk.loadClass("software.amazon.awssdk.awscore.client.builder.AwsClientBuilder")
                .getMethod("region", region.getClass())
                .invoke(builder, region);
        return sdk.loadClass("software.amazon.awssdk.utils.builder.Buildable")
                .getMethod("build")
                .invoke(builder);
    }
}
