package io.github.migrationconnector.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the lab needs on this machine. The {@code connector} script brings it and says where it is; without the script's
 * word it is looked for where the script leaves it.
 *
 * @param binary the lab's program
 * @param python a Python with moto
 * @param policy the IAM policy that the user {@code connector} gets; empty while the checkout has none
 */
public record LabPrerequisites(Path binary, Path python, Optional<Path> policy) {
    private static final String BRING = "; bring it with: ./connector lab start && ./connector lab stop";

    /** Finds them; fails with the line to type when one is missing. */
    static LabPrerequisites find(Map<String, String> environment, Path startingAt) {
        Path checkout = checkout(startingAt);
        Path lab = checkout.resolve(".lab");
        Path binary = said(environment, "CONNECTOR_LAB_BINARY").orElse(lab.resolve("bin/lab"));
        Path python = said(environment, "CONNECTOR_LAB_PYTHON").orElse(lab.resolve("venv/bin/python"));
        need(binary, "the lab's program");
        need(python, "the lab's Python");
        return new LabPrerequisites(
                binary,
                python,
                Optional.of(checkout.resolve("config/iam/connector-policy.json"))
                        .filter(Files::exists));
    }

    private static Optional<Path> said(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }

    private static void need(Path program, String what) {
        if (!Files.isExecutable(program)) {
            throw new AssertionError(what + " is not at " + program + BRING);
        }
    }

    private static Path checkout(Path startingAt) {
        Path at = startingAt.toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("lab/go.mod"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new AssertionError("not within a checkout: " + startingAt);
        }
        return at;
    }
}
