package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a query finds, all of it, as a table for spreadsheets (RFC 4180). */
record AuditCsv(Audit audit, AuditQuery query) implements Answer.Content {
    private static final int AT_ONCE = 1_000;

    @Override
    public void writeTo(OutputStream target) throws IOException {
        Writer lines = new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8));
        lines.write(line(Stream.of("number", "at", "who", "from", "action", "target", "result")));
        long before = query.before();
        while (true) {
            List<AuditRecord> some = audit.newestBefore(before, AT_ONCE);
            for (AuditRecord record : some) {
                if (query.wants(record)) {
                    lines.write(line(record));
                }
            }
            if (some.isEmpty() || query.isBeforeAll(some.get(some.size() - 1))) {
                break;
            }
            before = some.get(some.size() - 1).number();
        }
        lines.flush();
    }

    private static String line(AuditRecord record) {
        AuditEvent event = record.event();
        return line(Stream.of(
                Long.toString(record.number()),
                record.at().toString(),
                event.who(),
                event.from(),
                event.action(),
                event.target(),
                event.result().name()));
    }

    private static String line(Stream<String> fields) {
        return fields.map(AuditCsv::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A spreadsheet takes what begins like a formula for one; strangers choose the names that they try to log in by. */
    private static String quoted(String field) {
        String harmless = field.matches("(?s)[=+@\\t\\r-].*") ? "'" + field : field;
        return "\"" + harmless.replace("\"", "\"\"") + "\"";
    }
}
