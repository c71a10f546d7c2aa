package io.github.migrationconnector.adminui.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeEstate;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.adminui.internal.fake.FakeJobs;
import io.github.migrationconnector.adminui.internal.fake.FakeTrail;
import io.github.migrationconnector.adminui.internal.job.Batches;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Schedule;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many VMs at once. */
class ReplicatePageTest {
    private static final String HERE = "/system/console/connector-replicate";

    private final Console console = new Console().loggedIn();
    private final FakeEstate estate = new FakeEstate();
    private final FakeJobs jobs = new FakeJobs();
    private final FakeTrail trail = new FakeTrail();
    private final CachedInventory cache;
    private final ReplicatePage page;

    ReplicatePageTest() {
        console.services
                .with(Inventory.class, estate)
                .with(Replication.class, jobs)
                .with(Audit.class, trail);
        for (int number = 1; number <= 5; number++) {
            estate.vms.add(FakeEstate.vm("vm-" + number, "web 0" + number));
        }
        cache = new CachedInventory(console.services);
        page = new ReplicatePage(console.frame, cache, new Batches(console.services));
        cache.seen(true);
        await(() -> !cache.seen(false).looking());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void tellsWhatStandsInTheWayBeforeAnythingIsMade(String language) throws IOException, ServletException {
        console.language = language;
        jobs.create(new JobSpec("vm-3", "", false, 0));
        estate.findingsOf.put(
                "vm-2",
                new Finding(Finding.Severity.REFUSED, "DISK_SHARED", "<b>shared</b>", "Give it a disk of its own."));
        estate.failing.add("vm-4");
        String shown = checked("vm-1 vm-2 vm-3 vm-4");
        assertThat(shown)
                .contains(
                        "<html lang=\"" + language + "\"",
                        "DISK_SHARED",
                        "&lt;b&gt;shared",
                        "Give it a disk of its own.")
                .contains("/system/console/connector-jobs/sms-job-1", "VCENTER_BUSY")
                .contains("name=\"vm\" value=\"vm-1\"")
                .doesNotContain(
                        "name=\"vm\" value=\"vm-2\"", "name=\"vm\" value=\"vm-3\"", "name=\"vm\" value=\"vm-4\"");
        assertThat(jobs.jobs).hasSize(1);
    }

    @Test
    void makesThoseThatAreWantedAndTellsOfEach() throws IOException, ServletException {
        jobs.refused.add("vm-2");
        String batch = chosen("vm-1 vm-2 vm-3 vm-4");
        FakeExchange asked = console.post(page, batch, form("vm", "vm-1 vm-2 vm-3", "rate", "2.5"));
        assertThat(asked.status).isEqualTo(303);
        String told = settled(batch);
        assertThat(jobs.jobs).extracting(job -> job.spec().vm()).containsExactlyInAnyOrder("vm-1", "vm-3");
        assertThat(jobs.jobs).allSatisfy(job -> {
            assertThat(job.spec().bytesPerSecond()).isEqualTo(5 << 19);
            assertThat(job.spec().image().encrypted()).isTrue();
            assertThat(job.spec().image().kmsKeyId()).isEqualTo("alias/lab");
            assertThat(job.spec().image().imagesToKeep()).isEqualTo(3);
            assertThat(job.spec().schedule())
                    .isInstanceOfSatisfying(Schedule.Every.class, every -> assertThat(every.hours())
                            .isEqualTo(12));
        });
        assertThat(told).contains("2 jobs were made, 1 failed", "JOB_REFUSED", "No job was made", "Left out");
        assertThat(trail.lines)
                .contains("admin job.create sms-job-1 DONE", "admin job.create  FAILED")
                .hasSize(3);
    }

    @Test
    void triesThoseAgainThatFailed() throws IOException, ServletException {
        jobs.refused.add("vm-1");
        String batch = chosen("vm-1 vm-2");
        console.post(page, batch, form("vm", "vm-1 vm-2"));
        settled(batch);
        jobs.refused.clear();
        console.post(page, batch, "action", "check");
        settled(batch);
        console.post(page, batch, form("vm", "vm-1 vm-2"));
        assertThat(settled(batch)).contains("2 jobs were made, 0 failed");
        assertThat(jobs.jobs).hasSize(2);
    }

    @Test
    void startsFirstRunsWhenThatIsWished() throws IOException, ServletException {
        String batch = chosen("vm-1 vm-2");
        console.post(page, batch, form("vm", "vm-1 vm-2", "schedule", "asked", "start", "yes"));
        settled(batch);
        assertThat(jobs.runs).hasSize(2);
    }

    @Test
    void makesNothingWhileTheFormIsWrong() throws IOException, ServletException {
        String batch = chosen("vm-1");
        FakeExchange wrong =
                console.post(page, batch, form("vm", "vm-1", "imagesToKeep", "271", "description", "kept"));
        assertThat(wrong.status).isEqualTo(422);
        assertThat(wrong.body()).contains("imagesToKeep-wrong", "value=\"kept\"");
        assertThat(console.post(page, batch, form()).body()).contains("No VM is checked");
        assertThat(jobs.jobs).isEmpty();
    }

    @Test
    void takesAllThatTheFilterFinds() throws IOException, ServletException {
        FakeExchange all = console.post(page, HERE, "action", "choose", "all", "yes", "text", "web 0", "power", "");
        assertThat(settled(all.responseHeaders.get("Location"))).contains("web 01", "web 05");
        assertThat(console.post(page, HERE, "action", "choose").body()).contains("NO_VM_CHOSEN");
        for (int number = 0; number < Batches.MOST_VMS; number++) {
            estate.vms.add(FakeEstate.vm("vm-x" + number, "web 0x" + number));
        }
        cache.seen(true);
        await(() -> !cache.seen(false).looking());
        assertThat(console.post(page, HERE, "action", "choose", "all", "yes").body())
                .contains("TOO_MANY_VMS");
    }

    @Test
    void isForOperatorsAndForWhoeverChose() throws IOException, ServletException {
        String batch = chosen("vm-1");
        console.access.role = Role.VIEWER;
        assertThat(console.get(page, batch).status).isEqualTo(403);
        assertThat(console.post(page, batch, form("vm", "vm-1")).status).isEqualTo(403);
        assertThat(console.post(page, HERE, "action", "choose", "vm", "vm-1").status)
                .isEqualTo(403);
        console.access.role = Role.ADMIN;
        assertThat(console.get(page, HERE + "/0123456789abcdef").status).isEqualTo(404);
        assertThat(jobs.jobs).isEmpty();
    }

    private String chosen(String vms) throws IOException, ServletException {
        FakeExchange chosen = console.post(page, HERE, "action", "choose", "vm", vms);
        assertThat(chosen.status).isEqualTo(303);
        String batch = chosen.responseHeaders.get("Location");
        settled(batch);
        return batch;
    }

    private String checked(String vms) throws IOException, ServletException {
        return settled(chosen(vms));
    }

    /** The page once nothing goes on any more. */
    private String settled(String batch) throws IOException, ServletException {
        await(() -> {
            FakeExchange part = console.get(page, batch + "?part=yes");
            assertThat(part.status).isEqualTo(200);
            return part.body().contains("aria-busy=\"false\"");
        });
        return console.get(page, batch).body();
    }

    private static String[] form(String... more) {
        Stream<String> all = Stream.of("action", "make", "licenseType", "BYOL", "schedule", "every", "hours", "12");
        Stream<String> image = Stream.of("encrypted", "yes", "kmsKeyId", "alias/lab", "imagesToKeep", "3");
        return Stream.concat(Stream.concat(all, image), Stream.of(more)).toArray(String[]::new);
    }

    private interface Question {
        boolean holds() throws IOException, ServletException;
    }

    private static void await(Question question) {
        Instant until = Instant.now().plus(Duration.ofSeconds(20));
        try {
            while (!question.holds()) {
                assertThat(Instant.now()).isBefore(until);
                Thread.onSpinWait();
            }
        } catch (IOException | ServletException failure) {
            throw new AssertionError(failure);
        }
    }
}
