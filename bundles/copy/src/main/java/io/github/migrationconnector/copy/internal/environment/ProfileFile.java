package io.github.migrationconnector.copy.internal.environment;

import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the AWS tools: sections of settings. Format: AWS SDKs and Tools Reference Guide, "Shared config and
 * credentials files".
 *
 * @param path where it may be
 */
record ProfileFile(Path path) {
    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern SECTION = Pattern.compile("\\[\\s*(?:profile\\s+)?([^\\]]+?)\\s*]\\s*(?:[#;].*)?");
    private static final Pattern SETTING = Pattern.compile("([A-Za-z0-9_.-]+)\\s*=\\s*(.*?)\\s*");

    /** The settings of a profile; empty when there is no such file or profile. */
    Map<String, String> profile(String name) {
        Map<String, String> settings = new HashMap<>();
        boolean inside = false;
        for (String line : lines()) {
            Matcher section = SECTION.matcher(line.strip());
            Matcher setting = SETTING.matcher(line);
            if (section.matches()) {
                inside = section.group(1).equals(name);
            } else if (inside && setting.matches()) {
                settings.put(setting.group(1), setting.group(2));
            }
        }
        return settings;
    }

    private List<String> lines() {
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw Problem.fatal(
                            "AWS_PROFILE_UNREADABLE",
                            "The file " + path + " can't be read: " + e.getMessage() + ".",
                            "Make it readable, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
                    .asException(e);
        }
    }
}
