package io.github.migrationconnector.adminui.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupReport;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferStage;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverviewServletTest {
    private static final String HOSTILE = "<script>alert('1')</script>\"&${app.root}";

    private final FakeAccess access = new FakeAccess();
    private final OverviewServlet servlet = new OverviewServlet(access, request -> Optional.empty());

    @Test
    void sendsStrangersToTheLoginPage() throws IOException {
        FakeExchange stranger = new FakeExchange("GET", "/").session("unknown");
        servlet.doGet(stranger.request(), stranger.response());
        assertThat(stranger.status).isEqualTo(303);
        assertThat(stranger.responseHeaders).containsEntry("Location", "/login");
        assertThat(stranger.body()).isEmpty();
    }

    @Test
    void saysWhatIsNotRunning() throws IOException {
        assertThat(page()).contains("The registration is not running.", "The replication is not running.");
    }

    @Test
    void showsTheConnectorAndWhatToDoNext() throws IOException {
        servlet.bindRegistration(registration(SetupState.NEW));
        servlet.bindReplication(replication(RunState.COMPLETED, List.of()));
        assertThat(page()).contains("c-0123456789abcdef0", "setup.json", "connector job create VM");
        Registration successor = registration(SetupState.REGISTERED);
        servlet.bindRegistration(successor);
        servlet.unbindRegistration(registration(SetupState.NEW));
        assertThat(page()).contains("both sides are in force").doesNotContain("setup.json");
    }

    @Test
    void showsRunsAndEscapesEverything() throws IOException {
        servlet.bindRegistration(registration(SetupState.REGISTERED));
        servlet.bindReplication(replication(RunState.FAILED, jobs()));
        String page = page();
        assertThat(page)
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;${app.root}")
                .doesNotContain("<script>", "'1'")
                .contains("FAILED, transferring", "1.5 MiB", "max=\"10\" value=\"7\"", "The disk is full.");
        assertThat(page).doesNotContain("http-equiv=\"refresh\"");
    }

    @Test
    void refreshesWhileSomethingRuns() throws IOException {
        servlet.bindReplication(replication(RunState.ACTIVE, jobs()));
        assertThat(page()).contains("http-equiv=\"refresh\"");
    }

    @Test
    void showsAFailureOfTheReplication() throws IOException {
        servlet.bindReplication(proxy(Replication.class, "jobs", () -> {
            throw Problem.fatal("STORE_FULL", "The disk is full.", "Free some space.")
                    .asException();
        }));
        assertThat(page()).contains("The disk is full. Free some space.");
    }

    @Test
    void offersALogoutWithTheSessionsToken() throws IOException {
        assertThat(page()).contains("action=\"/logout\"", "name=\"csrf\" value=\"csrf-token\"");
    }

    private String page() throws IOException {
        access.sessions.add("session");
        FakeExchange look = new FakeExchange("GET", "/").session("session");
        servlet.doGet(look.request(), look.response());
        assertThat(look.status).isEqualTo(200);
        return look.body();
    }

    private static Registration registration(SetupState state) {
        return new Registration() {
            @Override
            public ConnectorIdentity identity() {
                return new ConnectorIdentity("c-0123456789abcdef0", "Site A");
            }

            @Override
            public SetupState state() {
                return state;
            }

            @Override
            public SetupReport setUp(Secret document, boolean dryRun) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static List<Job> jobs() {
        return List.of(
                new Job("sms-job-1", "vm-1", HOSTILE, new JobSpec("vm-1", HOSTILE, false, 0), Instant.EPOCH, ""));
    }

    private static Replication replication(RunState state, List<Job> jobs) {
        TransferProgress progress = new TransferProgress(TransferStage.STREAMING, "snap-1", 512 << 10, 10, 7, 3, 4, 0);
        Run run = new Run(
                "sms-run-1",
                "sms-job-1",
                state,
                RunPhase.TRANSFERRING,
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(new RunDisk(2000, HOSTILE, 5_242_880L, "full: first run", "snap-1", progress)),
                "",
                List.of(Problem.fatal("STORE_FULL", "The disk is full.", "Free some space.")),
                List.of(HOSTILE));
        return (Replication) Proxy.newProxyInstance(
                Replication.class.getClassLoader(),
                new Class<?>[] {Replication.class},
                (self, called, arguments) -> switch (called.getName()) {
                    case "jobs" -> jobs;
                    case "runs" -> List.of(run);
                    default -> throw new UnsupportedOperationException(called.toString());
                });
    }

    private static <T> T proxy(Class<T> type, String method, Runnable behaviour) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> {
                    if (!called.getName().equals(method)) {
                        throw new UnsupportedOperationException(called.toString());
                    }
                    behaviour.run();
                    throw new AssertionError("it was to fail");
                }));
    }
}
