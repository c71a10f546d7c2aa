package io.github.migrationconnector.adminui.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeCatalog;
import io.github.migrationconnector.adminui.internal.fake.FakeEstate;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.adminui.internal.fake.FakeJobs;
import io.github.migrationconnector.adminui.internal.fake.FakeTrail;
import io.github.migrationconnector.adminui.internal.live.LiveRuns;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDetails;
import io.github.migrationconnector.api.replication.RunDetails.PhaseTime;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.RunType;
import io.github.migrationconnector.api.replication.Schedule;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changing a job, what became of its VM, and cutting it over. */
class JobChangesTest {
    private static final String ROOT = "/system/console/connector-";
    private static final String EDIT = ROOT + "edit/sms-job-1";
    private static final String CUT_OVER = ROOT + "cutover/sms-job-1";
    private static final String NAME = "name of <vm>";

    private final Console console = new Console().loggedIn();
    private final FakeEstate estate = new FakeEstate();
    private final FakeJobs jobs = new FakeJobs();
    private final FakeCatalog catalog = new FakeCatalog();
    private final FakeTrail trail = new FakeTrail();
    private final LiveRuns live;

    JobChangesTest() {
        console.services
                .with(Inventory.class, estate)
                .with(Replication.class, jobs)
                .with(Catalog.class, catalog)
                .with(Audit.class, trail);
        live = new LiveRuns(console.services);
        estate.vms.add(FakeEstate.vm("<vm>", "web"));
        ImageOptions image = new ImageOptions(9, LicenseType.BYOL, "", true, "alias/first");
        jobs.create(new JobSpec("<vm>", "first", true, 3 << 19, new Schedule.Every(4, FakeJobs.THEN), image));
        jobs.asked.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void aJobIsChangedInEveryField(String language) throws IOException, ServletException {
        console.language = language;
        String shown = console.get(edit(), EDIT).body();
        assertThat(shown)
                .contains(
                        "value=\"first\"", "value=\"alias/first\"", "value=\"1.5\"", "value=\"9\"", "2026-03-04T05:06");
        assertThat(console.post(edit(), EDIT, form("revision", "1")).status).isEqualTo(303);
        JobSpec after = jobs.jobs.get(0).spec();
        assertThat(after.description()).isEqualTo("second");
        assertThat(after.image()).isEqualTo(new ImageOptions(2, LicenseType.AWS, "role", false, ""));
        assertThat(after.schedule()).isEqualTo(new Schedule.OnDemand());
        assertThat(after.quiesce()).isFalse();
        assertThat(after.bytesPerSecond()).isZero();
        assertThat(after.vm()).isEqualTo("<vm>");
        assertThat(trail.lines).containsExactly("admin job.update sms-job-1 DONE");
    }

    @Test
    void theLaterOfTwoIsToldOfTheOthersChange() throws IOException, ServletException {
        JobSpec first = jobs.jobs.get(0).spec();
        jobs.update("sms-job-1", new JobSpec(first.vm(), "the <other>", true, 0, first.schedule(), first.image()), 1);
        FakeExchange refused = console.post(edit(), EDIT, form("revision", "1"));
        assertThat(refused.status).isEqualTo(409);
        assertThat(refused.body())
                .contains("Somebody else has changed this job", "the &lt;other&gt;", "value=\"second\"")
                .contains("name=\"revision\" value=\"2\"");
        assertThat(jobs.jobs.get(0).spec().description()).isEqualTo("the <other>");
        assertThat(console.post(edit(), EDIT, form("revision", "2")).status).isEqualTo(303);
        assertThat(jobs.jobs.get(0).spec().description()).isEqualTo("second");
        assertThat(console.post(edit(), EDIT, form()).status).isEqualTo(403);
    }

    @Test
    void aWrongFieldChangesNothing() throws IOException, ServletException {
        FakeExchange wrong = console.post(edit(), EDIT, form("revision", "1", "rate", "much"));
        assertThat(wrong.status).isEqualTo(422);
        assertThat(wrong.body()).contains("rate-wrong", "name=\"revision\" value=\"1\"");
        assertThat(jobs.asked).isEmpty();
    }

    @Test
    void aViewerChangesNothing() throws IOException, ServletException {
        console.access.role = Role.VIEWER;
        assertThat(console.get(edit(), EDIT).status).isEqualTo(403);
        assertThat(console.post(edit(), EDIT, form("revision", "1")).status).isEqualTo(403);
        assertThat(console.get(cutOver(), CUT_OVER).status).isEqualTo(403);
        assertThat(console.post(cutOver(), CUT_OVER, "minutes", "5", "name", NAME).status)
                .isEqualTo(403);
        assertThat(console.get(jobs(), ROOT + "jobs/sms-job-1").body())
                .doesNotContain("connector-edit", "connector-cutover", "name=\"action\"");
        assertThat(console.post(jobs(), ROOT + "jobs/sms-job-1", "action", "power-on").status)
                .isEqualTo(403);
        assertThat(jobs.asked).isEmpty();
        assertThat(trail.lines).contains("admin vm.power-on sms-job-1 REFUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void aCutOverIsBegunByWhoeverTypesTheName(String language) throws IOException, ServletException {
        console.language = language;
        assertThat(console.get(cutOver(), CUT_OVER).body()).contains("name of &lt;vm&gt;");
        FakeExchange wrong = console.post(cutOver(), CUT_OVER, "minutes", "61", "name", "another");
        assertThat(wrong.status).isEqualTo(422);
        assertThat(wrong.body()).contains("minutes-wrong", "name-wrong");
        assertThat(jobs.asked).isEmpty();
        FakeExchange begun = console.post(cutOver(), CUT_OVER, "minutes", "7", "powerOff", "yes", "name", NAME);
        assertThat(begun.responseHeaders).containsEntry("Location", ROOT + "runs/sms-run-1");
        assertThat(jobs.asked).containsExactly("cut over sms-job-1 PT7M true");
        assertThat(console.get(cutOver(), CUT_OVER).body()).doesNotContain("name=\"minutes\"");
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE, CHECKING, CHECKING, false",
        "ACTIVE, SHUTTING_DOWN, STOPPING, false",
        "ACTIVE, TRANSFERRING, CARRYING, false",
        "DELETING, TRANSFERRING, LEAVING, false",
        "COMPLETED, FINISHED, DONE, true",
        "FAILED, CHECKING, UNTOUCHED, false",
        "FAILED, SHUTTING_DOWN, DOUBTFUL, true",
        "FAILED, REGISTERING, STOPPED, true",
        "DELETED, SNAPSHOTTING, STOPPED, true",
        "MISSED, CHECKING, UNTOUCHED, false"
    })
    void aCutOverTellsItsStory(RunState state, RunPhase phase, CutOverStory story, boolean wayBack)
            throws IOException, ServletException {
        Run run = cutOverRun(state, phase);
        assertThat(CutOverStory.of(run)).isEqualTo(story);
        jobs.runs.add(run);
        for (String language : List.of("en", "ja")) {
            console.language = language;
            String shown = console.get(runs(), ROOT + "runs/sms-run-9").body();
            assertThat(shown).contains("story-title").doesNotContain("story." + story.word() + "<");
            assertThat(shown.contains("value=\"power-on\"")).isEqualTo(wayBack);
        }
    }

    @Test
    void phasesHaveTheirTimes() {
        List<PhaseRow> rows = PhaseRow.of(cutOverRun(RunState.FAILED, RunPhase.SNAPSHOTTING), Instant.MAX);
        assertThat(rows)
                .extracting(PhaseRow::phase, PhaseRow::mark, PhaseRow::seconds)
                .startsWith(
                        tuple(RunPhase.CHECKING, "past", 5L),
                        tuple(RunPhase.SHUTTING_DOWN, "past", 60L),
                        tuple(RunPhase.SNAPSHOTTING, "failed", 35L),
                        tuple(RunPhase.PLANNING, "ahead", -1L));
        Run usual = FakeJobs.run("sms-run-8", "sms-job-1", RunState.ACTIVE, 1);
        assertThat(PhaseRow.of(usual, Instant.now()))
                .extracting(PhaseRow::phase)
                .doesNotContain(RunPhase.SHUTTING_DOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void whatBecameOfTheVmIsToldWithWhatToDo(String language) throws IOException, ServletException {
        console.language = language;
        for (String code : List.of(
                "SERVER_RENAMED",
                "SERVER_MOVED",
                "SERVER_GONE",
                "DISK_ADDED",
                "DISK_REMOVED",
                "DISK_GROWN",
                "DISK_SHRUNK")) {
            Finding.Severity severity =
                    code.equals("SERVER_GONE") ? Finding.Severity.REFUSED : Finding.Severity.WARNING;
            catalog.show(estate.vms.get(0), "sms-job-1", new Finding(severity, code, "<told>", "fix"));
            assertThat(console.get(jobs(), ROOT + "jobs/sms-job-1").body())
                    .contains("&lt;told&gt;")
                    .doesNotContain("drift.do.", "drift.code.");
        }
        console.post(jobs(), ROOT + "jobs/sms-job-1", "action", "import");
        assertThat(catalog.imports).isEqualTo(1);
        console.services.with(Catalog.class, null);
        assertThat(console.get(jobs(), ROOT + "jobs/sms-job-1").status).isEqualTo(200);
    }

    private static Run cutOverRun(RunState state, RunPhase phase) {
        Run plain = FakeJobs.run("sms-run-9", "sms-job-1", state, 1);
        List<PhaseTime> phases = List.of(
                new PhaseTime(RunPhase.CHECKING, FakeJobs.THEN),
                new PhaseTime(RunPhase.SHUTTING_DOWN, FakeJobs.THEN.plusSeconds(5)),
                new PhaseTime(RunPhase.SNAPSHOTTING, FakeJobs.THEN.plusSeconds(65)));
        return new Run(
                plain.id(),
                plain.jobId(),
                state,
                phase,
                FakeJobs.THEN,
                state.ended() ? FakeJobs.THEN.plusSeconds(100) : Instant.EPOCH,
                plain.disks(),
                "",
                plain.problems(),
                List.of(new Notice("RUN_GUEST_STOPPED", List.of("web<01>"), "<b>note</b>", "")),
                new RunDetails(RunType.ON_DEMAND, FakeJobs.THEN, "", true, "", phases));
    }

    private static String[] form(String... more) {
        Stream<String> all = Stream.of("schedule", "asked", "licenseType", "AWS", "description", "second");
        Stream<String> image = Stream.of("imagesToKeep", "2", "roleName", "role");
        return Stream.concat(Stream.concat(all, image), Stream.of(more)).toArray(String[]::new);
    }

    private EditPage edit() {
        return new EditPage(console.frame, console.services);
    }

    private CutOverPage cutOver() {
        return new CutOverPage(console.frame, console.services, live);
    }

    private JobsPage jobs() {
        return new JobsPage(console.frame, console.services, live);
    }

    private RunsPage runs() {
        return new RunsPage(console.frame, console.services);
    }
}
