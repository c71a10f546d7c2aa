package io.github.migrationconnector.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import io.github.migrationconnector.lab.LabUser;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** This bundle with what it imports in a framework of its own: all is found, and a call through the SDK comes back. */
@ExtendWith(LabExtension.class)
class AwsBundleTest {
    private static final String INTERNAL = "io.github.migrationconnector.aws.internal.";
    private static final String API = "io.github.migrationconnector.api.";

    @TempDir
    Path cache;

    private Framework framework;
    private Bundle aws;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        cache.toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "org.slf4j;version=2.0.17,org.slf4j.event;version=2.0.17,org.slf4j.helpers;version=2.0.17,"
                                + "org.slf4j.spi;version=2.0.17,sun.misc,sun.nio.ch",
                        // the components are not started here: that is for the tests in the whole container
                        Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                        "osgi.extender;osgi.extender=\"osgi.component\";version:Version=1.5.0"));
        framework.start();
        for (Path entry : bundlesOnClassPath()) {
            install(entry);
        }
        aws = install(Path.of("target/classes"));
    }

    private static List<Path> bundlesOnClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                // of this build, or of the local repository when this module is built alone
                .filter(entry -> entry.matches(".*/(netty-[^/]*|jackson-core-[^/]*|(api|aws-sdk)-[0-9.]*)\\.jar")
                        || entry.matches(".*/bundles/(api|aws-sdk)/target/classes"))
                .map(Path::of)
                .toList();
    }

    private Bundle install(Path bundle) throws BundleException {
        return framework.getBundleContext().installBundle("reference:" + bundle.toUri());
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void findsWhatItImports() throws BundleException {
        aws.start();
        assertThat(aws.getState()).isEqualTo(Bundle.ACTIVE);
        List<String> inherited = new ArrayList<>();
        for (Bundle bundle : framework.getBundleContext().getBundles()) {
            inherited.add(bundle.getSymbolicName());
        }
        assertThat(inherited)
                .contains(
                        "io.github.migrationconnector.aws-sdk", "io.netty.handler", "io.github.migrationconnector.api");
    }

    @Test
    void callsThroughTheWrappedSdk(Lab lab) throws Exception {
        aws.start();
        Object endpoints = aws.loadClass(API + "connection.AwsEndpoints")
                .getConstructor(String.class, Map.class, String.class)
                .newInstance(
                        lab.aws().region(),
                        lab.aws().endpoints(),
                        lab.aws().caBundle().toString());
        LabUser user = lab.aws().user(LabAws.CONNECTOR);
        Class<?> secret = aws.loadClass(API + "credential.Secret");
        Object keys = aws.loadClass(API + "connection.AwsKeys")
                .getConstructor(String.class, secret, secret)
                .newInstance(user.id(), secret(user.secret()), secret(""));
        Class<?> meter = aws.loadClass(INTERNAL + "sdk.CallMeter");
        Object untold = meter.getConstructor().newInstance();
        Object assumer = aws.loadClass(INTERNAL + "sdk.StsRoleAssumer")
                .getConstructor(meter)
                .newInstance(untold);
        Object check = aws.loadClass(INTERNAL + "check.StsAwsCheck")
                .getConstructor(aws.loadClass(INTERNAL + "connection.RoleAssumer"), meter)
                .newInstance(assumer, untold);
        Object identity = aws.loadClass(API + "connection.AwsCheck")
                .getMethod("check", endpoints.getClass(), keys.getClass())
                .invoke(check, endpoints, keys);
        assertThat(identity.toString()).contains("user/connector");
    }

    private Object secret(String text) throws Exception {
        return aws.loadClass(API + "credential.Secret")
                .getMethod("of", CharSequence.class)
                .invoke(null, text);
    }
}
