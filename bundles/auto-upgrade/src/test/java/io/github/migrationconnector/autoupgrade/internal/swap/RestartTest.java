package io.github.migrationconnector.autoupgrade.internal.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The request for a restart, also where nothing can be written any more. */
final class RestartTest {
    @TempDir
    private Path home;

    private final List<String> asked = new ArrayList<>();
    private Path request;
    private Restart restart;

    @BeforeEach
    void makeHome() throws IOException {
        Files.createDirectory(home.resolve("run"));
        request = home.resolve("run/restart");
        Bundle framework = proxy(Bundle.class, this::note);
        restart = new Restart(proxy(BundleContext.class, name -> framework), home);
    }

    private Object note(String method) {
        asked.add(method + (Files.exists(request) ? " asked for" : " unasked"));
        return null;
    }

    private interface Answers {
        Object to(String method);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.to(method.getName())));
    }

    /** As a full disk does: no file can be written, names can be moved. */
    private void fillTheDisk() throws IOException {
        Files.createDirectories(home.resolve("run/.restart.draft/full"));
    }

    @Test
    void saysWhichStartItIsToBe() throws IOException {
        restart.again();
        assertThat(request).content().isEmpty();
        restart.inNewProcess();
        assertThat(request).content().isEqualTo("new-process\n");
        assertThat(asked).containsExactly("stop asked for", "stop asked for");
    }

    @Test
    void isAskedForOnAFullDiskToo() throws IOException {
        restart.prepare();
        fillTheDisk();
        restart.again();
        assertThat(request).content().isEqualTo("new-process\n");
        assertThat(asked).containsExactly("stop asked for");
    }

    /** It would be the daemon's end. */
    @Test
    void neverStopsTheFrameworkWithoutARequest() throws IOException {
        fillTheDisk();
        assertThatThrownBy(restart::again).isInstanceOf(IllegalStateException.class);
        assertThat(asked).isEmpty();
    }
}
