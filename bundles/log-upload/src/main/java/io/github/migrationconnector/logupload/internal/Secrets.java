package io.github.migrationconnector.logupload.internal;

import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.logging.redaction.HiddenNames;
import io.github.migrationconnector.logging.redaction.Redactor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must not leave the machine, by its value: the secrets that the connector keeps, and on request names of machines. */
public final class Secrets {
    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
    private static final String PURPOSE = "redact what leaves";

    /** Where names of machines are replaced by others, always the same, by this key. */
    private static final String NAMES_RECORD = "log-names";

    private static final int KEY_BYTES = 32;

    /** Files of the home that hold one secret each. */
    private static final List<String> FILES = List.of("token", "one-time-code", "tls/keystore.password");

    private static final int LONGEST_FILE = 4096;
    private static final Pattern HOST = Pattern.compile("://(?:[^/@]*@)?([A-Za-z0-9][\\w.-]*)");

    private final HomeFiles home;
    private final Supplier<Optional<CredentialStore>> store;

    public Secrets(HomeFiles home, Supplier<Optional<CredentialStore>> store) {
        this.home = home;
        this.store = store;
    }

    /** Cleans by all that is known now. */
    public Cleaner cleaner(boolean hideNames) {
        Redactor redactor = new Redactor(values());
        return hideNames ? Cleaner.of(redactor, new HiddenNames(key(), names())) : Cleaner.of(redactor);
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        for (String name : FILES) {
            Path file = home.home().resolve(name);
            try {
                if (Files.isRegularFile(file) && Files.size(file) <= LONGEST_FILE) {
                    values.add(Files.readString(file).strip());
                }
            } catch (IOException e) {
                LOG.warn("{} can't be read, to keep what is in it from leaving", file, e);
            }
        }
        store.get().ifPresent(credentials -> {
            for (String id : credentials.ids()) {
                values.addAll(values(credentials, id));
            }
        });
        return values;
    }

    private static List<String> values(CredentialStore credentials, String id) {
        List<String> values = new ArrayList<>();
        try {
            Map<String, Secret> fields = credentials.get(id, PURPOSE).orElse(Map.of());
            for (Secret secret : fields.values()) {
                try (secret) {
                    secret.reveal(text -> {
                        values.add(text);
                        // of a key in PEM, each line is one
                        return text.contains("\n") ? values.addAll(text.lines().toList()) : false;
                    });
                }
            }
        } catch (ConnectorException sealed) {
            LOG.warn("{} can't be read, to keep it from leaving: {}", id, sealed.getMessage());
        }
        return values;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException unnamed) {
            LOG.debug("this machine has no name", unnamed);
        }
        for (String file : List.of("vcenter", "aws", "registration")) {
            Path settings = home.conf().resolve("io.github.migrationconnector." + file + ".cfg");
            if (Files.isRegularFile(settings)) {
                names.addAll(hosts(settings));
            }
        }
        names.removeIf(name -> name.endsWith(".amazonaws.com"));
        return names;
    }

    private static List<String> hosts(Path settings) {
        List<String> hosts = new ArrayList<>();
        Properties properties = new Properties();
        try (var in = Files.newInputStream(settings)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} can't be read, to hide the names in it", settings, e);
        }
        properties.forEach((name, value) -> {
            Matcher matcher = HOST.matcher(String.valueOf(value));
            while (matcher.find()) {
                hosts.add(matcher.group(1));
            }
            if (String.valueOf(name).toLowerCase(java.util.Locale.ROOT).contains("host")) {
                hosts.add(String.valueOf(value));
            }
        });
        return hosts;
    }

    /** The same each time, as long as the store can be opened. */
    private byte[] key() {
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        Optional<CredentialStore> credentials = store.get();
        if (credentials.isEmpty()) {
            return fresh;
        }
        try {
            Optional<Map<String, Secret>> kept = credentials.get().get(NAMES_RECORD, "hide names of machines");
            if (kept.isPresent() && kept.get().containsKey("key")) {
                try (Secret key = kept.get().get("key")) {
                    return key.reveal(text -> Base64.getDecoder().decode(text));
                }
            }
            Map<String, Secret> record = new HashMap<>();
            record.put("key", Secret.of(Base64.getEncoder().encodeToString(fresh)));
            credentials.get().put(NAMES_RECORD, record);
        } catch (ConnectorException sealed) {
            LOG.warn("Names are hidden by a key that is used once: {}", sealed.getMessage());
        }
        return fresh;
    }
}
