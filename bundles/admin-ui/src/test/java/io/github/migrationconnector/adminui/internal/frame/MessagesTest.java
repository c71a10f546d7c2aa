package io.github.migrationconnector.adminui.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every text is there in every language, is used, and no template asks for one that is not there. */
class MessagesTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path MESSAGES = RESOURCES.resolve("messages");
    private static final Path TEMPLATES = RESOURCES.resolve("templates");
    private static final Pattern LITERAL = Pattern.compile("\\bt\\(\"([^\"]+)\"(?=[,)])");
    private static final Pattern COMPUTED = Pattern.compile("\\bt\\(\"([^\"]+)\" \\+");
    private static final Pattern VALUE = Pattern.compile("\\{(\\d)");

    @Test
    void haveTheSameKeysAndValuesInEveryLanguage() throws IOException {
        for (String file : files()) {
            Properties english = read(file);
            Properties japanese = read(file + "_ja");
            assertThat(japanese.stringPropertyNames()).as(file).isEqualTo(english.stringPropertyNames());
            for (String key : english.stringPropertyNames()) {
                assertThat(english.getProperty(key)).as(file + ": " + key).isNotBlank();
                assertThat(values(japanese.getProperty(key)))
                        .as(file + ": " + key)
                        .isEqualTo(values(english.getProperty(key)));
            }
        }
    }

    @Test
    void areAllUsedAndAllThere() throws IOException {
        assertThat(complaints(templates(), files())).isEmpty();
    }

    @Test
    void seesAMissingAndAnUnusedText() throws IOException {
        List<String> planted = complaints(List.of("planted"), List.of("common"), "{{ t(\"no.such.text\") }}");
        assertThat(planted).contains("planted asks for no.such.text", "nobody asks for common: skip");
    }

    private static List<String> complaints(List<String> templates, List<String> files) throws IOException {
        List<String> found = new ArrayList<>();
        Set<String> asked = new TreeSet<>();
        for (String template : templates) {
            found.addAll(complaints(template, Files.readString(TEMPLATES.resolve(template + ".peb")), asked));
        }
        unused(files, asked, found);
        return found;
    }

    private static List<String> complaints(List<String> templates, List<String> files, String text) throws IOException {
        Set<String> asked = new TreeSet<>();
        List<String> found = new ArrayList<>(complaints(templates.get(0), text, asked));
        unused(files, asked, found);
        return found;
    }

    private static List<String> complaints(String template, String text, Set<String> asked) throws IOException {
        List<String> found = new ArrayList<>();
        List<Properties> known = new ArrayList<>();
        for (String file : files()) {
            known.add(read(file));
        }
        Matcher literal = LITERAL.matcher(text);
        while (literal.find()) {
            asked.add(literal.group(1));
            if (known.stream().noneMatch(texts -> texts.containsKey(literal.group(1)))) {
                found.add(template + " asks for " + literal.group(1));
            }
        }
        Matcher computed = COMPUTED.matcher(text);
        while (computed.find()) {
            asked.add(computed.group(1) + "*");
        }
        return found;
    }

    private static void unused(List<String> files, Set<String> asked, List<String> found) throws IOException {
        for (String file : files) {
            if (file.equals("problems")) {
                continue; // asked for by the code of a problem
            }
            for (String key : read(file).stringPropertyNames()) {
                // what a page has done is named by the one before; a page's title by the navigation
                boolean wanted = key.startsWith("done.") || key.equals("title") || asked.contains(key);
                if (!wanted
                        && asked.stream().noneMatch(one -> one.endsWith("*") && key.startsWith(one.replace("*", "")))) {
                    found.add("nobody asks for " + file + ": " + key);
                }
            }
        }
    }

    private static Set<String> values(String text) {
        Set<String> found = new TreeSet<>();
        Matcher value = VALUE.matcher(text);
        while (value.find()) {
            found.add(value.group(1));
        }
        return found;
    }

    private static List<String> templates() throws IOException {
        try (Stream<Path> all = Files.list(TEMPLATES)) {
            return all.map(path -> path.getFileName().toString().replace(".peb", ""))
                    .toList();
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(MESSAGES)) {
            return all.map(path -> path.getFileName().toString().replace(".properties", ""))
                    .filter(name -> !name.endsWith("_ja"))
                    .toList();
        }
    }

    private static Properties read(String file) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(MESSAGES.resolve(file + ".properties"))) {
            texts.load(reader);
        }
        return texts;
    }
}
