package io.github.migrationconnector.copy.internal;

import io.github.migrationconnector.api.streaming.TargetAddress;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.streaming.Verification;
import io.github.migrationconnector.api.streaming.VerifyRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connector verify SNAPSHOT}, without a daemon. */
@Command(
        name = "connector verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Reads a snapshot back and compares every block.",
        footer = {"", "Exit code: 0 equal, 1 different or failed, 2 wrong use."})
final class VerifyCommand implements Callable<Integer> {
    private final Transfers transfers;
    private final Console console;

    @Parameters(index = "0", paramLabel = "SNAPSHOT", description = "A completed snapshot")
    private String snapshot = "";

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            defaultValue = "ebs:",
            description = "Where it is: ebs:, dir:PATH, raw:PATH (${DEFAULT-VALUE})")
    private String target = "";

    @Option(
            names = "--against",
            paramLabel = "SOURCE",
            description = "Compare with the bytes of this disk; without it with what the copy's journal says")
    private String against = "";

    @Option(names = "--json", description = "One JSON document on standard output")
    private boolean asJson;

    VerifyCommand(Transfers transfers, Console console) {
        this.transfers = transfers;
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return new Work(console, asJson).run(this::verify);
    }

    private int verify() throws InterruptedException {
        TargetAddress at = Addresses.target(target);
        VerifyRequest.Reference reference = against.isEmpty()
                ? new VerifyRequest.Reference.Journal()
                : new VerifyRequest.Reference.Source(Addresses.source(against));
        Verification verification =
                transfers.verify(new VerifyRequest(at, snapshot, reference), new ProgressLines(console.err()));
        if (asJson) {
            console.json(json -> {
                json.writeStringField("snapshot", snapshot);
                json.writeStringField("target", at.toString());
                VerificationReport.write(verification, json);
            });
        } else {
            VerificationReport.text(verification, console);
        }
        return verification.equal() ? Work.DONE : Work.FAILED;
    }
}
