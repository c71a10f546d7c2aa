package io.github.migrationconnector.copy.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Where a command speaks to its user.
 *
 * @param out for the result
 * @param err for progress and for what went wrong
 */
record Console(PrintStream out, PrintStream err) {
    /** The process's own. */
    static Console standard() {
        return new Console(System.out, System.err);
    }

    /** Writes the members of a JSON object. */
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** Prints one JSON document. */
    void json(Members members) {
        Writer text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(text);
        out.flush();
    }

    /** Tells a failure: to the person, and as the document when one was asked for. */
    void failure(Problem problem, boolean asJson) {
        err.println("connector: " + problem.message());
        if (!problem.fix().isEmpty()) {
            err.println("  " + problem.fix());
        }
        err.flush();
        if (asJson) {
            json(json -> {
                json.writeObjectFieldStart("error");
                json.writeStringField("code", problem.code());
                json.writeStringField("message", problem.message());
                json.writeStringField("fix", problem.fix());
                json.writeEndObject();
            });
        }
    }
}
