package io.github.migrationconnector.adminui.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeEstate;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.adminui.internal.fake.FakeJobs;
import io.github.migrationconnector.adminui.internal.fake.FakeTrail;
import io.github.migrationconnector.adminui.internal.live.LiveRuns;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.Schedule;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private static final String INVENTORY = "/system/console/connector-inventory";
    private static final String JOBS = "/system/console/connector-jobs";
    private static final String RUNS = "/system/console/connector-runs";
    private static final String SCRIPT = "<script>alert(1)</script>";

    /** What looks like the key of a text is one that was not found. */
    private static final Pattern UNTRANSLATED = Pattern.compile(">\\s*[a-z]+(\\.[a-zA-Z_]+)+\\s*<");

    private final Console console = new Console().loggedIn();
    private final FakeEstate estate = new FakeEstate();
    private final FakeJobs jobs = new FakeJobs();
    private final FakeTrail trail = new FakeTrail();
    private final LiveRuns live;
    private final CachedInventory cache;

    PagesTest() {
        console.services
                .with(Inventory.class, estate)
                .with(Replication.class, jobs)
                .with(Audit.class, trail);
        live = new LiveRuns(console.services);
        cache = new CachedInventory(console.services);
        estate.vms.add(FakeEstate.vm("vm-1", "web 01"));
        estate.vms.add(FakeEstate.vm("vm-2", SCRIPT + "${app.root}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void areWholeAndStrictInEveryLanguage(String language) throws IOException, ServletException {
        console.language = language;
        jobs.jobs.add(new Job(
                "sms-job-1", "vm-2", SCRIPT, new JobSpec("vm-2", SCRIPT, true, 5 << 20), FakeJobs.THEN, "ami-1"));
        for (RunState state : RunState.values()) {
            jobs.runs.add(FakeJobs.run("sms-run-" + state, "sms-job-1", state, 700));
        }
        awaitInventory();
        estate.findings.add(new Finding(Finding.Severity.WARNING, "NOTE", SCRIPT, SCRIPT));
        checked(console.get(inventory(), INVENTORY), language);
        checked(console.get(inventory(), INVENTORY + "/vm-2"), language);
        checked(console.get(jobs(), JOBS), language);
        checked(console.get(jobs(), JOBS + "/sms-job-1"), language);
        for (RunState state : RunState.values()) {
            checked(console.get(runs(), RUNS + "/sms-run-" + state), language);
        }
    }

    @Test
    void tellFindingsAboutAVmInTheReadersLanguage() throws IOException, ServletException {
        awaitInventory();
        estate.findings.add(new Finding(
                Finding.Severity.REFUSED, "DISK_RAW_DEVICE", "Hard disk 2 is raw <it>", "Convert it, or detach it."));
        console.language = "ja";
        assertThat(console.get(inventory(), INVENTORY + "/vm-2").body())
                .contains("読み取るファイルがありません：<span lang=\"en\">Hard disk 2 is raw &lt;it&gt;</span>", "仮想ディスクに変換")
                .doesNotContain("Convert it, or detach it.");
    }

    @Test
    void sayThatSomethingIsAwayOrGone() throws IOException, ServletException {
        assertThat(console.get(jobs(), JOBS + "/sms-job-9").status).isEqualTo(404);
        assertThat(console.get(runs(), RUNS + "/sms-run-9").status).isEqualTo(404);
        console.services.with(Replication.class, null);
        FakeExchange away = console.get(jobs(), JOBS);
        assertThat(away.status).isEqualTo(503);
        assertThat(away.body()).contains("SERVICE_ABSENT", "A part of the connector is not running.");
    }

    @Test
    void letAViewerLookAndNothingElse() throws IOException, ServletException {
        console.access.role = Role.VIEWER;
        jobs.create(new JobSpec("vm-1", "", false, 0));
        jobs.start("sms-job-1");
        jobs.asked.clear();
        assertThat(console.get(jobs(), JOBS + "/sms-job-1").body()).doesNotContain("name=\"action\"");
        for (String action : new String[] {"create", "run", "delete", "pause", "resume"}) {
            assertThat(console.post(jobs(), JOBS + "/sms-job-1", "action", action, "vm", "vm-1").status)
                    .as(action)
                    .isEqualTo(403);
        }
        assertThat(console.post(runs(), RUNS + "/sms-run-1", "action", "cancel").status)
                .isEqualTo(403);
        assertThat(jobs.asked).isEmpty();
        console.access.role = Role.OPERATOR;
        assertThat(console.post(runs(), RUNS + "/sms-run-1", "action", "cancel").status)
                .isEqualTo(303);
        assertThat(jobs.asked).containsExactly("cancel sms-run-1");
    }

    @Test
    void makeAJobAndStartItsFirstRun() throws IOException, ServletException {
        FakeExchange made = console.post(jobs(), JOBS, form("rate", "5", "start", "yes", "description", "web"));
        assertThat(made.status).isEqualTo(303);
        assertThat(made.responseHeaders).containsEntry("Location", RUNS + "/sms-run-1?done=created");
        assertThat(jobs.jobs.get(0).spec().bytesPerSecond()).isEqualTo(5 << 20);
        FakeExchange wrong = console.post(jobs(), JOBS, form("rate", "fast", "description", "kept"));
        assertThat(wrong.status).isEqualTo(422);
        assertThat(wrong.body()).contains("12.5", "value=\"fast\"", "value=\"kept\"");
        assertThat(jobs.jobs).hasSize(1);
        assertThat(trail.lines).containsExactly("admin job.create sms-job-1 DONE", "admin run.start sms-job-1 DONE");
    }

    /** The fields that every form of a job has, and these. */
    private static String[] form(String... more) {
        Stream<String> all = Stream.of("action", "create", "vm", "vm-1", "licenseType", "BYOL", "schedule", "asked");
        return Stream.concat(all, Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void pauseAndResumeAJobAndFollowASchedule() throws IOException, ServletException {
        console.post(jobs(), JOBS, form("schedule", "every", "hours", "6", "start", "yes"));
        assertThat(jobs.jobs.get(0).spec().schedule()).isInstanceOf(Schedule.Every.class);
        assertThat(jobs.asked).hasSize(1);
        assertThat(console.get(jobs(), JOBS + "/sms-job-1").body()).contains("every 6 hours", "value=\"pause\"");
        console.post(jobs(), JOBS + "/sms-job-1", "action", "pause");
        console.post(jobs(), JOBS + "/sms-job-1", "action", "resume");
        assertThat(jobs.asked).endsWith("pause sms-job-1", "resume sms-job-1");
    }

    @Test
    void leadToTheLoginWhoeverIsNotKnown() throws IOException, ServletException {
        console.access.sessions.clear();
        FakeExchange stranger = console.get(jobs(), JOBS + "?a=b");
        assertThat(stranger.status).isEqualTo(303);
        assertThat(stranger.responseHeaders)
                .containsEntry("Location", "/login?next=%2Fsystem%2Fconsole%2Fconnector-jobs%3Fa%3Db");
    }

    @Test
    void findAmongTenThousand() throws IOException, ServletException {
        for (int number = 0; number < 10_000; number++) {
            estate.vms.add(FakeEstate.vm("vm-x" + number, "server-%05d".formatted(number)));
        }
        awaitInventory();
        String found = console.get(inventory(), INVENTORY + "?text=SERVER-0999&sort=name&order=descending")
                .body();
        assertThat(found).contains("10 of 10,002").containsSubsequence("server-09999", "server-09990");
        String page = console.get(inventory(), INVENTORY + "?page=3&sort=name").body();
        assertThat(page.split("<tr>", -1)).hasSizeBetween(50, 53);
        assertThat(page.length()).isLessThan(60_000);
        assertThat(console.get(inventory(), INVENTORY + "?text=nothing+like+it").body())
                .contains("No VM fits");
    }

    private void awaitInventory() {
        cache.seen(true);
        Instant until = Instant.now().plus(Duration.ofSeconds(20));
        while (cache.seen(false).looking() && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
        }
        assertThat(cache.seen(false).looking()).isFalse();
    }

    private void checked(FakeExchange page, String language) {
        assertThat(page.status).isEqualTo(200);
        assertThat(page.responseHeaders.get("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.responseHeaders).doesNotContainKey("Strict-Transport-Security");
        assertThat(page.body())
                .startsWith("<!DOCTYPE html>")
                .contains("<html lang=\"" + language + "\"", "action=\"/logout\"")
                .doesNotContain("<script>", "style=\"", "onclick", "onload", "javascript:", "{{", "{%")
                .doesNotContainPattern(UNTRANSLATED);
    }

    private InventoryPage inventory() {
        return new InventoryPage(console.frame, console.services, cache);
    }

    private JobsPage jobs() {
        return new JobsPage(console.frame, console.services, live);
    }

    private RunsPage runs() {
        return new RunsPage(console.frame, console.services);
    }
}
