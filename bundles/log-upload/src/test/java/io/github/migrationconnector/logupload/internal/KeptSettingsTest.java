package io.github.migrationconnector.logupload.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

final class KeptSettingsTest {
    @TempDir
    private Path directory;

    private boolean refusing;
    private int updates;
    private String inForce = "";

    private KeptSettings settings() {
        return new KeptSettings(admin(), directory, "a.b");
    }

    private ConfigurationAdmin admin() {
        Configuration one = proxy(Configuration.class, (self, called, arguments) -> {
            if (!called.getName().equals("update")) {
                throw new UnsupportedOperationException(called.toString());
            }
            if (refusing) {
                throw new IOException("planted");
            }
            updates++;
            inForce = String.valueOf(((Dictionary<?, ?>) arguments[0]).get("level"));
            return null;
        });
        return proxy(ConfigurationAdmin.class, (self, called, arguments) -> one);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Problem refused() {
        return catchThrowableOfType(ConnectorException.class, () -> settings().change(Map.of("level", "new")))
                .problem();
    }

    @Test
    void whatIsAcknowledgedIsInForceAndInTheFile() {
        settings().change(Map.of("level", "old", "other", "x"));
        settings().change(Map.of("level", "new", "other", ""));
        assertThat(inForce).isEqualTo("new");
        assertThat(settings().read()).isEqualTo(Map.of("level", "new"));
    }

    @Test
    void whatFindsNoRoomIsNeitherInForceNorInTheFile() throws IOException {
        settings().change(Map.of("level", "old"));
        Path fresh = Files.createSymbolicLink(directory.resolve(".a.b.cfg.new"), Path.of("/dev/full"));
        Problem problem = refused();
        assertThat(problem.code()).isEqualTo("SETTINGS_UNUSABLE");
        assertThat(problem.retry()).isEqualTo(Retry.WHEN_FREE);
        assertThat(updates).isEqualTo(1);
        assertThat(inForce).isEqualTo("old");
        assertThat(settings().read()).isEqualTo(Map.of("level", "old"));
        assertThat(Files.exists(fresh, LinkOption.NOFOLLOW_LINKS)).isFalse();
        settings().change(Map.of("level", "new"));
        assertThat(settings().read()).isEqualTo(Map.of("level", "new"));
    }

    @Test
    void whatCannotBeInForceIsNotKept() {
        settings().change(Map.of("level", "old"));
        refusing = true;
        assertThat(refused().retry()).isEqualTo(Retry.NEVER);
        assertThat(settings().read()).isEqualTo(Map.of("level", "old"));
        assertThat(directory.resolve(".a.b.cfg.new")).doesNotExist();
    }
}
