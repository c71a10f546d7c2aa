package io.github.migrationconnector.adminui.internal;

import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDisk;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The connector, its set-up, its jobs, and the youngest runs of each. */
final class OverviewPage {
    private static final int JOBS_SHOWN = 100;
    private static final int RUNS_SHOWN = 3;
    private static final int REFRESH_SECONDS = 5;
    private static final double BYTES_PER_MIB = 1 << 20;

    private final Optional<Registration> registration;
    private final Optional<Replication> replication;
    private boolean somethingRuns;

    OverviewPage(Optional<Registration> registration, Optional<Replication> replication) {
        this.registration = registration;
        this.replication = replication;
    }

    Page of(Session session) {
        Html body = new Html();
        header(body, session);
        body.markup("<main>\n");
        setup(body);
        try {
            jobs(body);
        } catch (ConnectorException failure) {
            body.element(
                    "p class=\"problem\"",
                    failure.problem().message() + " " + failure.problem().fix());
        }
        body.markup(
                "<p><a href=\"/system/console\">The runtime’s console</a>: bundles, settings, threads</p>\n</main>\n");
        return new Page("Overview", somethingRuns ? REFRESH_SECONDS : 0, body);
    }

    private static void header(Html body, Session session) {
        body.markup("<header>\n")
                .element("h1", "Server Migration Connector")
                .markup("<form method=\"post\" action=\"" + LogoutServlet.PATH + "\">\n")
                .markup("<input type=\"hidden\" name=\"" + WebRequest.CSRF_FIELD + "\" value=\"")
                .text(session.csrfToken())
                .markup("\">\n<button>Log out ")
                .text(session.principal().name())
                .markup("</button>\n</form>\n</header>\n");
    }

    private void setup(Html body) {
        if (registration.isEmpty()) {
            body.element("p class=\"problem\"", "The registration is not running.");
            return;
        }
        body.markup("<p>")
                .text(registration.get().identity().name())
                .markup(" · <code>")
                .text(registration.get().identity().id())
                .markup("</code></p>\n");
        if (registration.get().state() == SetupState.NEW) {
            body.element(
                    "p class=\"hint\"",
                    "Not set up yet. Write a setup.json as docs/setup.md shows, then: connector setup --file setup.json");
        } else {
            body.element("p", "Set up: both sides are in force.");
        }
    }

    private void jobs(Html body) {
        body.element("h2", "Replication jobs");
        if (replication.isEmpty()) {
            body.element("p class=\"problem\"", "The replication is not running.");
            return;
        }
        List<Job> jobs = replication.get().jobs();
        if (jobs.isEmpty()) {
            body.element("p class=\"hint\"", "None yet. Make one: connector job create VM");
            return;
        }
        body.markup(
                "<table>\n<thead><tr><th scope=\"col\">VM</th><th scope=\"col\">Run</th><th scope=\"col\">State</th>"
                        + "<th scope=\"col\">Disks</th><th scope=\"col\">Sent</th><th scope=\"col\">Image</th></tr></thead>\n<tbody>\n");
        jobs.stream().limit(JOBS_SHOWN).forEach(job -> job(body, job));
        body.markup("</tbody>\n</table>\n");
        if (jobs.size() > JOBS_SHOWN) {
            body.element("p", "The first " + JOBS_SHOWN + " of " + jobs.size() + "; all: connector job list");
        }
    }

    private void job(Html body, Job job) {
        List<Run> runs = replication.map(service -> service.runs(job.id())).orElse(List.of());
        if (runs.isEmpty()) {
            body.markup("<tr>").element("td", job.vmName()).markup("<td colspan=\"5\">no run yet</td></tr>\n");
        }
        runs.stream().limit(RUNS_SHOWN).forEach(run -> run(body, job, run));
    }

    private void run(Html body, Job job, Run run) {
        somethingRuns |= !run.state().ended();
        body.markup("<tr>").element("td", job.vmName());
        body.markup("<td><code>")
                .text(run.id())
                .markup("</code><br>")
                .text(run.startedAt().truncatedTo(ChronoUnit.SECONDS).toString())
                .markup("</td>\n<td>")
                .text(run.state() + ", " + run.phase().toString().toLowerCase(Locale.ROOT));
        run.problems().stream()
                .limit(1)
                .forEach(problem -> body.element("p class=\"problem\"", problem.message() + " " + problem.fix()));
        run.warnings().forEach(warning -> body.element("p class=\"hint\"", warning));
        body.markup("</td>\n<td>");
        run.disks().forEach(disk -> disk(body, disk));
        body.markup("</td>\n")
                .element("td class=\"number\"", sent(run))
                .element("td", run.imageId())
                .markup("</tr>\n");
    }

    private static void disk(Html body, RunDisk disk) {
        long done = disk.progress().blocksDone();
        long all = disk.progress().blocksInScope();
        body.markup("<div>").text(disk.label() + " (" + disk.way() + ")");
        if (all > 0) {
            body.markup("<br><progress max=\"" + all + "\" value=\"" + done + "\">")
                    .text(done + " of " + all + " blocks")
                    .markup("</progress>");
        }
        body.markup("</div>\n");
    }

    private static String sent(Run run) {
        long bytes = run.disks().stream()
                .mapToLong(disk -> disk.progress().bytesPut())
                .sum();
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / BYTES_PER_MIB);
    }
}
