package io.github.migrationconnector.registration.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.credential.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One object of the document. What is missing or wrong becomes a finding, and reads as empty. */
final class JsonSection {
    private static final int LONGEST_NAME_SHOWN = 80;
    private static final int LONGEST_LIST = 100;

    private final JsonNode node;
    private final String path;
    private final Findings findings;

    JsonSection(JsonNode node, String path, Findings findings) {
        this.node = node;
        this.path = path;
        this.findings = findings;
    }

    /** Every other field is a finding: a misspelt name must not pass for a setting left out. */
    void knowsOnly(String... names) {
        Set<String> known = new TreeSet<>(Set.of(names));
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                findings.add(
                        pathOf(name),
                        "SETUP_FIELD_UNKNOWN",
                        "There is no such field.",
                        "Remove it; known are " + String.join(", ", known) + ".",
                        String.join(", ", known));
            }
        });
    }

    /** The same without a field that somebody else reads. */
    JsonSection without(String name) {
        return node instanceof ObjectNode object
                ? new JsonSection(object.deepCopy().without(name), path, findings)
                : this;
    }

    boolean has(String name) {
        return node.has(name);
    }

    JsonSection section(String name) {
        JsonNode field = node.path(name);
        if (field.isObject()) {
            return new JsonSection(field, pathOf(name), findings);
        }
        if (!absent()) {
            findings.add(
                    pathOf(name),
                    field.isMissingNode() ? "SETUP_SECTION_MISSING" : "SETUP_NO_OBJECT",
                    field.isMissingNode() ? "It is missing." : "It is no object.",
                    "Write an object {…}.");
        }
        return new JsonSection(MissingNode.getInstance(), pathOf(name), findings);
    }

    /** A text that ends up in a settings file. */
    String setting(String name, TextRule rule) {
        String text = text(name, rule);
        if (!text.isEmpty() && !rule.acceptsSetting(text)) {
            findings.add(pathOf(name), "SETUP_TEXT_REPLACED", "It contains ${.", "Write it without.");
        }
        return text;
    }

    String text(String name, TextRule rule) {
        JsonNode field = node.path(name);
        if (absent()) {
            return "";
        }
        if (!field.isTextual()) {
            findings.add(
                    pathOf(name), rule.code(), field.isMissingNode() ? "It is missing." : "It is no text.", rule.fix());
            return "";
        }
        if (!rule.accepts(field.textValue())) {
            // not quoted: it may be a secret in the wrong place
            findings.add(pathOf(name), rule.code(), "It does not look as it should.", rule.fix());
            return "";
        }
        return field.textValue();
    }

    /** A text of several lines. */
    String longText(String name, int longest, String code, String fix) {
        JsonNode field = node.path(name);
        if (!field.isTextual()
                || field.textValue().isBlank()
                || field.textValue().length() > longest) {
            findings.add(pathOf(name), code, "It does not look as it should.", fix);
            return "";
        }
        return field.textValue();
    }

    String optionalSetting(String name, TextRule rule) {
        return has(name) ? setting(name, rule) : "";
    }

    Secret secret(String name, TextRule rule) {
        return Secret.of(text(name, rule));
    }

    Secret optionalSecret(String name, TextRule rule) {
        return has(name) ? secret(name, rule) : Secret.of("");
    }

    /** A whole number that must be there; the lowest when it is not. */
    int number(String name, String code, int lowest, int highest) {
        JsonNode field = node.path(name);
        if (absent()) {
            return lowest;
        }
        if (!field.isIntegralNumber() || field.longValue() < lowest || field.longValue() > highest) {
            findings.add(
                    pathOf(name),
                    code,
                    field.isMissingNode() ? "It is missing." : "It is no such number.",
                    "Write a whole number from " + lowest + " to " + highest + ".",
                    Integer.toString(lowest),
                    Integer.toString(highest));
            return lowest;
        }
        return field.intValue();
    }

    /** An optional list of texts that end up in a settings file. */
    List<String> optionalTexts(String name, TextRule rule) {
        List<String> all = new ArrayList<>();
        if (!has(name)) {
            return all;
        }
        if (!node.path(name).isArray() || node.path(name).size() > LONGEST_LIST) {
            findings.add(pathOf(name), rule.code(), "It is no list of texts.", rule.fix());
            return all;
        }
        for (int i = 0; i < node.path(name).size(); i++) {
            JsonNode one = node.path(name).get(i);
            if (one.isTextual() && rule.acceptsSetting(one.textValue())) {
                all.add(one.textValue());
            } else {
                findings.add(pathOf(name) + "[" + i + "]", rule.code(), "It does not look as it should.", rule.fix());
            }
        }
        return all;
    }

    /** An optional choice; {@code fix} says what it means. Empty when it is left out. */
    Optional<Boolean> optionalChoice(String name, String fix) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!node.path(name).isBoolean()) {
            findings.add(pathOf(name), "SETUP_NO_CHOICE", "It is neither true nor false.", fix);
            return Optional.empty();
        }
        return Optional.of(node.path(name).booleanValue());
    }

    boolean isTrue(String name) {
        return node.path(name).isBoolean() && node.path(name).booleanValue();
    }

    /** All fields of an optional object of texts. */
    Map<String, String> optionalSettings(String name, Set<String> known, TextRule rule) {
        Map<String, String> all = new TreeMap<>();
        if (has(name)) {
            JsonSection section = section(name);
            section.knowsOnly(known.toArray(String[]::new));
            known.stream().filter(section::has).forEach(field -> all.put(field, section.setting(field, rule)));
        }
        return all;
    }

    String pathOf(String name) {
        if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            return path + '.' + name;
        }
        String shown = name.length() > LONGEST_NAME_SHOWN ? name.substring(0, LONGEST_NAME_SHOWN) + "…" : name;
        return path + "['" + shown.replaceAll("[\\p{Cntrl}'\\\\]", "?") + "']";
    }

    /** Whether the whole section is missing, which is a finding already. */
    boolean absent() {
        return node.isMissingNode();
    }
}
