package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.access.internal.certificate.PemText;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the menu on the machine's console needs to find this connector and to be let in. The menu runs as a user of its own,
 * which may not look into the home; so these lie in a folder that the image made for its group. The folder hands its group on
 * to what is made in it (its setgid bit, or the way of FreeBSD).
 */
@Component(service = MenuDoor.class, configurationPid = LocalAccess.PID)
public final class MenuDoor {
    private static final Logger log = LoggerFactory.getLogger(MenuDoor.class);
    private static final String FOR_THE_GROUP = "rw-r-----";

    private final Optional<Path> directory;
    private final Optional<String> digest;

    @Activate
    public MenuDoor(BundleContext context, AccessConfig config) {
        this(
                config.menuDirectory(),
                url(
                        context.getProperty("org.apache.felix.http.host"),
                        context.getProperty("org.osgi.service.http.port.secure")));
    }

    /**
     * @param menuDirectory the folder; empty for none
     * @param address where a program on this machine reaches the connector
     */
    MenuDoor(String menuDirectory, String address) {
        directory = menuDirectory.isBlank() ? Optional.empty() : Optional.of(Path.of(menuDirectory.strip()));
        digest = directory.flatMap(folder -> open(folder, address));
    }

    /** For connectors without a menu of another user. */
    static MenuDoor closed() {
        return new MenuDoor("", "");
    }

    /** A folder that is not there is said in the log, and keeps nobody but the menu from working. */
    private static Optional<String> open(Path folder, String address) {
        try (Secret token = new OpaqueTokens().fresh()) {
            file(folder, "address").write(address);
            token.reveal(text -> {
                file(folder, "token").write(text);
                return text;
            });
            return Optional.of(OpaqueTokens.digest(token));
        } catch (ConnectorException failure) {
            log.error(
                    "The console's menu can't be served: {}", failure.problem().message());
        }
        return Optional.empty();
    }

    private static PrivateFile file(Path folder, String name) {
        return new PrivateFile(folder.resolve(name), FOR_THE_GROUP);
    }

    /** Whether this is the menu's token. */
    boolean opensTo(Secret token) {
        return digest.filter(OpaqueTokens.digest(token)::equals).isPresent();
    }

    /** Tells the menu which certificate the port shows. */
    void publish(List<X509Certificate> chain) {
        if (digest.isEmpty() || directory.isEmpty()) {
            return;
        }
        String pem = new String(PemText.of(chain), StandardCharsets.US_ASCII).stripTrailing();
        try {
            file(directory.get(), "certificate.pem").write(pem);
        } catch (ConnectorException failure) {
            log.error(
                    "The console's menu is not told of the certificate: {}",
                    failure.problem().message());
        }
    }

    @Deactivate
    void close() {
        directory.ifPresent(folder -> {
            try {
                file(folder, "token").remove();
                file(folder, "address").remove();
            } catch (ConnectorException failure) {
                log.warn(
                        "A file that opens nothing any more was left: {}",
                        failure.problem().message());
            }
        });
    }

    /** The same that the launcher writes into the home once the port answers. */
    static String url(String host, String port) {
        try {
            InetAddress bind = InetAddress.getByName(host);
            InetAddress here = bind.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bind;
            String text = here.getHostAddress().replaceFirst("%.*", "");
            return "https://" + (text.contains(":") ? "[" + text + "]" : text) + ":" + port;
        } catch (UnknownHostException impossible) {
            throw Problem.fatal("ADDRESS_UNKNOWN", host + " is no address of this machine", "Mend --bind.")
                    .asException(impossible);
        }
    }
}
