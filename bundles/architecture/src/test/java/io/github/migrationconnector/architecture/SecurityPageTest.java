package io.github.migrationconnector.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md promises a test for each line of the standard: every one of them exists. */
class SecurityPageTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern JAVA = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");
    private static final Pattern PYTHON = Pattern.compile("`(test_\\w+\\.py)::(test_\\w+)`");
    private static final Pattern WHOLE_FILE = Pattern.compile("`test_\\w+\\.py`");
    private static final int LEAST = 30;

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/security.md"));
        assertThat(missing(page)).isEmpty();
        assertThat(JAVA.matcher(page).results().count()).isGreaterThanOrEqualTo(LEAST);
        assertThat(PYTHON.matcher(page).results().count()).isPositive();
    }

    @Test
    void aTestThatIsNotThereIsSeen() throws IOException {
        assertThat(missing("`SecurityPageTest.isNotThere`, `NoSuchTest.start`, `test_secrets.py::test_of_nothing`,"
                        + " `test_secrets.py`, `SecurityPageTest.aTestThatIsNotThereIsSeen`"))
                .containsExactly(
                        "`SecurityPageTest.isNotThere`",
                        "`NoSuchTest.start`",
                        "`test_secrets.py::test_of_nothing`",
                        "`test_secrets.py`");
    }

    private static List<String> missing(String page) throws IOException {
        List<String> missing = new ArrayList<>();
        for (MatchResult named : JAVA.matcher(page).results().toList()) {
            if (!inSomeFile(ROOT.resolve("bundles"), named.group(1) + ".java", "void " + named.group(2) + "(")) {
                missing.add(named.group());
            }
        }
        for (MatchResult named : PYTHON.matcher(page).results().toList()) {
            if (!inSomeFile(ROOT.resolve("lab/e2e"), named.group(1), "def " + named.group(2) + "(")) {
                missing.add(named.group());
            }
        }
        // a file says nothing of the test that holds the line
        WHOLE_FILE.matcher(page).results().map(MatchResult::group).forEach(missing::add);
        return missing;
    }

    private static boolean inSomeFile(Path root, String name, String text) throws IOException {
        try (Stream<Path> files = Files.find(
                root, 20, (path, attributes) -> path.getFileName().toString().equals(name))) {
            for (Path file : files.toList()) {
                if (Files.readString(file).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
