package io.github.migrationconnector.adminui.internal.setup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.StepView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What stands in the form of a step; never a secret.
 *
 * @param values by field; a field that is not there is empty
 * @param findings what is wrong with what was typed
 */
public record StepForm(Map<String, String> values, List<SetupFinding> findings) {
    private static final JsonMapper JSON = new JsonMapper();

    /** The fields of each step that are texts and no secrets. */
    private static final Map<SetupStep, List<String>> OPEN = Map.of(
            SetupStep.NETWORK, ProxyFields.OPEN,
            SetupStep.AWS, List.of("region", "accessKeyId", "caBundle", "endpoints", "roleArn", "externalId"),
            SetupStep.VCENTER, List.of("host", "user"),
            SetupStep.CERTIFICATE, List.of("fingerprint"),
            SetupStep.REGISTER, List.of("name"));

    public StepForm {
        values = Map.copyOf(values);
        findings = List.copyOf(findings);
    }

    /** What was answered before. */
    static StepForm kept(StepView view) {
        Map<String, String> values = new HashMap<>(view.answer());
        // kept as an object in JSON; in the form a line for each service
        values.computeIfPresent("endpoints", (name, kept) -> kept.replaceAll("[{}\"]", "")
                .replace(",", "\n")
                .replaceAll("(?m)^([a-z0-9]+):", "$1 "));
        values.putAll(ProxyFields.of(view.answer()));
        return new StepForm(values, List.of());
    }

    /** What was just typed, to be mended. */
    static StepForm typed(SetupStep step, PageRequest request, List<SetupFinding> findings) {
        Map<String, String> values = new HashMap<>();
        OPEN.getOrDefault(step, List.of()).forEach(name -> values.put(name, request.field(name)));
        return new StepForm(values, findings);
    }

    /** The value of a field. */
    public String value(String name) {
        return Objects.requireNonNullElse(values.get(name), "");
    }

    /** Whether something is wrong with a field; findings name it at the end of their path. */
    public boolean wrong(String name) {
        return findings.stream().anyMatch(finding -> finding.path().endsWith("." + name));
    }

    /** The answer as the registration wants it: the fields of the section of setup.json. */
    static Secret answer(SetupStep step, PageRequest request) {
        ObjectNode answer = JSON.createObjectNode();
        switch (step) {
            case LICENCE -> answer.put("accepted", request.checked("accepted"));
            case PASSWORD -> answer.put("password", request.field("password"));
            case NETWORK -> ProxyFields.add(answer.put("seen", true), request);
            case PREFERENCES ->
                answer.put("uploadLogs", request.checked("uploadLogs"))
                        .put("autoUpgrade", request.checked("autoUpgrade"));
            case AWS -> {
                texts(answer, request, "region", "accessKeyId", "secretAccessKey", "sessionToken", "caBundle");
                texts(answer, request, "roleArn", "externalId");
                endpoints(answer, request.field("endpoints"));
            }
            case VCENTER -> texts(answer, request, "host", "user", "password");
            case CERTIFICATE -> texts(answer, request, "fingerprint");
            case REGISTER -> texts(answer, request, "name");
        }
        return Secret.of(answer.toString());
    }

    private static void texts(ObjectNode answer, PageRequest request, String... names) {
        for (String name : names) {
            String value = request.field(name);
            if (!value.isEmpty()) {
                answer.put(name, value);
            }
        }
    }

    /** One line for each service: {@code ec2 https://HOST}. */
    private static void endpoints(ObjectNode answer, String lines) {
        ObjectNode endpoints = JSON.createObjectNode();
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            String[] parts = line.split("[\\s=]+", 2);
            endpoints.put(parts[0], parts.length == 2 ? parts[1] : "");
        });
        if (!endpoints.isEmpty()) {
            answer.set("endpoints", endpoints);
        }
    }
}
