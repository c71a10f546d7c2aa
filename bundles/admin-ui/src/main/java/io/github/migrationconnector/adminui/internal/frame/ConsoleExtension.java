package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.health.HealthReason;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.trust.Fingerprints;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What the templates of this bundle may say beyond Pebble's own. Functions: {@code t(key, values…)} a text, {@code
 * asset(name)} an asset's address, {@code message(told)} and {@code fix(told)} of a notice, a
 * problem, a finding about a VM or a reason of the health, {@code fingerprint(sha256)}. Filters: {@code bytes}, {@code number}, {@code duration}, {@code second},
 * {@code time}. Pebble's own {@code i18n} looks for message files with a loader that sees none of them in OSGi.
 */
final class ConsoleExtension extends AbstractExtension {
    private final Assets assets;

    ConsoleExtension(Assets assets) {
        this.assets = assets;
    }

    @Override
    public Map<String, Function> getFunctions() {
        return Map.of(
                "t", function((values, words) -> words.text(String.valueOf(values[0]), rest(values))),
                "asset", function((values, words) -> assets.path(String.valueOf(values[0]))),
                "fingerprint", function((values, words) -> Fingerprints.shown(String.valueOf(values[0]))),
                "message", function((values, words) -> new SafeString(words.messageAsHtml(told(values[0])))),
                "fix", function((values, words) -> new SafeString(words.fixAsHtml(told(values[0])))),
                "tellsAll", function((values, words) -> words.tellsAll(told(values[0]))));
    }

    @Override
    public Map<String, Filter> getFilters() {
        return Map.of(
                "bytes", filter((value, language) -> Formats.bytes((Number) value, language)),
                "number", filter((value, language) -> Formats.number((Number) value, language)),
                "duration", filter((value, language) -> Formats.duration((Number) value)),
                "second", filter(Formats::second),
                "time", filter(Formats::time));
    }

    /** Whatever has a code is told by the words for it. */
    private static Notice told(Object value) {
        if (value instanceof Problem problem) {
            return Notice.of(problem);
        }
        if (value instanceof Finding finding) {
            return new Notice(finding.code(), List.of(), finding.message(), finding.fix());
        }
        return value instanceof HealthReason reason
                ? new Notice(reason.code(), List.of(), reason.why(), reason.fix())
                : (Notice) value;
    }

    private static Object[] rest(Object[] values) {
        Object[] rest = new Object[values.length - 1];
        System.arraycopy(values, 1, rest, 0, rest.length);
        return rest;
    }

    private static Function function(BiFunction<Object[], Words, Object> body) {
        return new Function() {
            @Override
            public Object execute(
                    Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context, int lineNumber) {
                Object[] values = new Object[arguments.size()];
                for (int position = 0; position < values.length; position++) {
                    values[position] = arguments.get(String.valueOf(position));
                }
                return body.apply(values, (Words) context.getVariable("words"));
            }

            /** None, as Pebble asks for: then it hands the values over by their places. */
            @Override
            @SuppressWarnings("NullAway")
            public List<String> getArgumentNames() {
                return null;
            }
        };
    }

    private static Filter filter(BiFunction<Object, Language, Object> body) {
        return new Filter() {
            @Override
            public Object apply(
                    Object input,
                    Map<String, Object> arguments,
                    PebbleTemplate self,
                    EvaluationContext context,
                    int lineNumber) {
                return body.apply(input, ((Words) context.getVariable("words")).language());
            }

            @Override
            public List<String> getArgumentNames() {
                return List.of();
            }
        };
    }
}
