package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.osgi.framework.Constants;

/**
 * The framework properties. What {@code conf/framework.properties} in the home says comes first, so that it can add to
 * what is set here but change nothing of it: the guards of the web console among it.
 */
final class FrameworkSettings {
    /** Framework property: the home's absolute path. */
    static final String HOME = "connector.home";

    /** Framework property: {@link Mode#word()}. */
    static final String MODE = "connector.mode";

    /** Framework property: the name of the bundle set in force. */
    static final String SET = "connector.set";

    /** Framework property: when this framework was begun, as ISO 8601 writes it. */
    static final String STARTED = "connector.started";

    /** Framework properties while the set in force is on trial: the one before it, and since when. */
    static final String SET_BEFORE = "connector.set.before";

    static final String TRIAL_SINCE = "connector.trial.since";

    /** Framework property: the directory of the bundle set that came with the distribution. */
    static final String DISTRIBUTION_BUNDLES = "connector.distribution.bundles";

    /** The id of the only provider that the web console lets in by; its built-in password never opens. */
    static final String CONSOLE_SECURITY_PROVIDER = "connector-access";

    private FrameworkSettings() {}

    /** For any mode. */
    static Map<String, String> common(Home home, Path cache, BundleSet set, Mode mode) {
        Map<String, String> settings = new HashMap<>(own(home.conf().resolve("framework.properties")));
        settings.put(HOME, home.directory().toString());
        settings.put(MODE, mode.word());
        settings.put(SET, set.version());
        settings.put(STARTED, Instant.now().toString());
        settings.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        settings.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, String.valueOf(BundleEntry.HIGHEST_START_LEVEL));
        // Settings are files of their own (conf/); what Config Admin keeps beside them dies with the cache
        settings.put("felix.fileinstall.dir", home.conf().toString());
        settings.put("felix.fileinstall.filter", ".*\\.cfg");
        settings.put(
                "felix.fileinstall.tmpdir",
                home.temporary().resolve("fileinstall").toString());
        settings.put("felix.fileinstall.noInitialDelay", "true");
        settings.put("felix.fileinstall.enableConfigSave", "true");
        settings.put("felix.fileinstall.log.default", "slf4j");
        settings.put("ds.loglevel", "warn");
        // the framework would print to standard output, which is a command's; its events reach the log and the launcher
        settings.put("felix.log.level", "0");
        // what the JVM weaves into events of the flight recorder refers to these packages, from whichever bundle has
        // the event
        settings.merge(Constants.FRAMEWORK_BOOTDELEGATION, "jdk.jfr.*", (theirs, ours) -> ours + "," + theirs);
        // on the calling thread: the pool would outlive the framework by a minute
        settings.put("felix.resolver.parallelism", "1");
        return settings;
    }

    /** What the daemon adds: HTTPS and nothing else, and the web console behind our own access. */
    static Map<String, String> web(HttpsAddress address, HttpsIdentity identity) {
        Map<String, String> settings = new HashMap<>();
        settings.put("org.apache.felix.http.enable", "false");
        settings.put("org.apache.felix.https.enable", "true");
        settings.put("org.osgi.service.http.port.secure", String.valueOf(address.port()));
        settings.put("org.apache.felix.http.host", address.bind().getHostAddress());
        settings.put("org.apache.felix.https.keystore", identity.keyStore().toString());
        settings.put("org.apache.felix.https.keystore.type", "PKCS12");
        settings.put("org.apache.felix.https.keystore.password", identity.password());
        settings.put("org.apache.felix.https.keystore.key.password", identity.password());
        settings.put("org.apache.felix.https.jetty.protocols.included", "TLSv1.2,TLSv1.3");
        settings.put("org.apache.felix.https.jetty.renegotiateAllowed", "false");
        settings.put("org.apache.felix.http.jetty.sendServerHeader", "false");
        settings.put("org.apache.felix.http.mbeans", "false");
        settings.put("felix.webconsole.security.providers", CONSOLE_SECURITY_PROVIDER);
        return settings;
    }

    private static Map<String, String> own(Path file) {
        Map<String, String> settings = new HashMap<>();
        if (Files.exists(file)) {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new LaunchException("can't read " + file + ": " + e.getMessage(), "mend or delete it", e);
            }
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        }
        return settings;
    }
}
