package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * docs/api.md names every operation. Made anew by: {@code mvn -pl bundles/http-api test -Dtest=ApiDocumentTest
 * -Dapi.write=true}.
 */
final class ApiDocumentTest {
    private static final String BEGIN = "<!-- from here on made from the OpenAPI document -->\n";
    private static final String END = "<!-- up to here made from the OpenAPI document -->\n";
    private static final Path DOCUMENT = Path.of("../../docs/api.md");

    private static String made() throws IOException {
        JsonNode described;
        try (InputStream in = HttpApi.class.getResourceAsStream("/io/github/migrationconnector/httpapi/openapi.json")) {
            described = new ObjectMapper().readTree(in);
        }
        StringBuilder rows = new StringBuilder("\n| operation | who | what |\n|---|---|---|\n");
        described.path("paths").fields().forEachRemaining(path -> {
            Iterator<Map.Entry<String, JsonNode>> members = path.getValue().fields();
            while (members.hasNext()) {
                Map.Entry<String, JsonNode> member = members.next();
                if (!member.getKey().equals("parameters")) {
                    rows.append(row(member.getKey(), path.getKey(), member.getValue()));
                }
            }
        });
        return rows.append('\n').toString();
    }

    private static String row(String method, String path, JsonNode operation) {
        return "| `" + method.toUpperCase(Locale.ROOT) + " " + path + "` | "
                + operation.path("x-role").asText() + " | "
                + operation.path("summary").asText() + " |\n";
    }

    /** The document with what is made put in place of what was. */
    private static String renewed(String document, String made) {
        assertThat(document).contains(BEGIN, END);
        return document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
                + made
                + document.substring(document.indexOf(END));
    }

    @Test
    void namesEveryOperation() throws IOException {
        String document = Files.readString(DOCUMENT);
        String renewed = renewed(document, made());
        if (Boolean.getBoolean("api.write")) {
            Files.writeString(DOCUMENT, renewed);
            return;
        }
        assertThat(document)
                .as("docs/api.md is stale; make it anew by: mvn -pl bundles/http-api test -Dtest=ApiDocumentTest"
                        + " -Dapi.write=true")
                .isEqualTo(renewed);
    }

    @Test
    void aStaleDocumentIsSeen() throws IOException {
        String made = made();
        assertThat(made).contains("| `POST /jobs/{id}/cutover` | OPERATOR | ", "| `DELETE /users/{name}/sessions` | ");
        String stale = "a\n" + BEGIN + made.replaceFirst("\\| `GET /status.*\n", "") + END + "b\n";
        assertThat(renewed(stale, made)).isNotEqualTo(stale).startsWith("a\n").endsWith("b\n");
    }
}
