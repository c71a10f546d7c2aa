package io.github.migrationconnector.adminui.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code of a problem or a finding that a page can show has its words; both languages have the same ones. */
class ProblemWordsTest {
    private static final Path MESSAGES = Path.of("src/main/resources/messages");

    /** Whatever is written as a code is one: most pass through constants and methods of their bundle first. */
    private static final Pattern CODE = Pattern.compile("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"");

    /** A code of one word is known by what it is given to. */
    private static final Pattern CODE_OF_ONE_WORD = Pattern.compile(
            "(?:Problem\\s*\\.\\s*(?:fatal|passing)|new Problem|CheckFinding\\.(?:warning|failing))\\(\\s*\"([A-Z0-9]+)\"");

    /** A code that comes with the values of its words, in a finding or a notice. */
    private static final Pattern CODE_WITH_VALUES = Pattern.compile(
            "(?:\\b(?:wrong|doubtful|add)|SetupFinding\\s*\\.of|CheckFinding\\s*\\.(?:ok|unknown)|new Notice|TextRule\\s*\\.of)\\((?!\\s*new Finding)[^;]*?\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"");

    /** Bundles whose problems no page shows. The console calls the services themselves, not the APIs over HTTP. */
    private static final Map<String, String> BUNDLES_ELSEWHERE = Map.of(
            "http-api", "its own problems are answers to programs",
            "sms-api", "its own problems are answers to programs",
            "command-line", "speaks in a terminal",
            "copy", "speaks in a terminal",
            "console-menu", "speaks on the appliance's own screen",
            "appliance-ova", "speaks to those who build the appliance",
            "lab-client", "speaks to those who test the connector");

    private static final String CHECK = "the name of a health check; health.properties has its words";
    private static final String COMPONENT = "the state of a component, in a support bundle";

    /** What looks like a code and is none that a page shows. */
    private static final Map<String, String> NO_CODES = Map.ofEntries(
            Map.entry("AWS_PERMISSIONS", CHECK),
            Map.entry("DISK_SPACE", CHECK),
            Map.entry("LOG_UPLOAD", CHECK),
            Map.entry("VCENTER_PRIVILEGES", CHECK),
            Map.entry("VM_SNAPSHOTS", CHECK),
            Map.entry("FAILED_ACTIVATION", COMPONENT),
            Map.entry("UNSATISFIED_CONFIGURATION", COMPONENT),
            Map.entry("UNSATISFIED_REFERENCE", COMPONENT),
            Map.entry("UNDER_WAY", "the state of a transfer, in a support bundle"),
            Map.entry("ON_DEMAND", "a kind of schedule, in the database"),
            Map.entry("NONE", "stands for no problem at all"));

    /** Nothing can be done about these, or it is done by itself: their problems come without a fix. */
    private static final Set<String> WITHOUT_FIX = Set.of(
            "AWS_NOT_FOUND",
            "AWS_REFUSED",
            "AWS_STOPPING",
            "JOB_CUT_OVER",
            "METHOD_NOT_ALLOWED",
            "NOTIFICATIONS_STOPPING",
            "RUN_CHANGE_TRACKING_OFF",
            "RUN_ENDED",
            "RUN_GUEST_STOPPED",
            "RUN_IMAGE_SHARED",
            "RUN_LEFT_OVER",
            "RUN_LICENCE_OF_OWNER",
            "SERVICE_REPLACED",
            "SNAPSHOT_ID_MISSING",
            "SOURCE_STOPPED",
            "STOPPED",
            "TARGET_CLOSED",
            "UPGRADE_BUNDLE_FAILED",
            "VCENTER_WAIT_STOPPED",
            "WRITER_CLOSED");

    @Test
    void everyCodeThatAPageCanShowHasItsWordsInEveryLanguage() throws IOException {
        Set<String> codes = codes();
        assertThat(codes)
                .contains("DISK_SPACE_LOW", "NOTIFICATION_FAILING", "VCENTER_UNREACHABLE", "TARGET_IO_FAILED")
                .contains("FORBIDDEN", "DISK_INDEPENDENT", "UPGRADE_EXPIRED", "VMDK_RAW_DEVICE");
        for (String language : List.of("", "_ja")) {
            assertThat(wordless(codes, read("problems" + language), read("jobs" + language)))
                    .as("problems" + language)
                    .isEmpty();
        }
    }

    /** Their words need no English: names and figures come beside it. */
    @Test
    void whatComesWithValuesIsSaidWithoutEnglish() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (Path source : sources()) {
            if (!BUNDLES_ELSEWHERE.containsKey(source.getName(1).toString())) {
                codes.addAll(codesWithValues(Files.readString(source)));
            }
        }
        assertThat(codes)
                .contains(
                        "NETWORK_ADDRESS_TAKEN",
                        "NETWORK_ROUTE_UNREADABLE",
                        "SETUP_REGION_UNFIT",
                        "SETUP_FIELD_UNKNOWN")
                .contains("HEALTH_AWS", "JOB_CUT_OVER", "RUN_GUEST_STOPPED", "SETUP_PRIVILEGES_LACK");
        assertThat(english(codes, read("problems_ja"))).isEmpty();
    }

    @Test
    void seesEnglishInWhatComesWithValues() {
        assertThat(
                        codesWithValues(
                                """
                        findings.wrong(
                                path + ".gateway", "ONE_CODE", "It is " + text, "Mend it", text);
                        warnings.add(SetupFinding.of("$", "ANOTHER_CODE", "a", "b"));
                        LOG.warn("no", "NOT_A_CODE");
                        """))
                .containsExactlyInAnyOrder("ONE_CODE", "ANOTHER_CODE");
        Properties planted = new Properties();
        planted.setProperty("ONE_CODE.message", "英語：{0}");
        planted.setProperty("ANOTHER_CODE.message", "日本語：{1}");
        planted.setProperty("ANOTHER_CODE.fix", "Mend it.");
        assertThat(english(Set.of("ONE_CODE", "ANOTHER_CODE"), planted))
                .containsExactlyInAnyOrder("ONE_CODE.message", "ANOTHER_CODE.fix");
    }

    /** The keys whose words hold what was told in English, or have no Japanese letter at all. */
    private static List<String> english(Set<String> codes, Properties japanese) {
        return codes.stream()
                .flatMap(code -> Stream.of(code + ".message", code + ".fix"))
                .filter(japanese::containsKey)
                .filter(key -> japanese.getProperty(key).contains("{0}")
                        || !japanese.getProperty(key).matches(".*[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}].*"))
                .toList();
    }

    private static Set<String> codesWithValues(String source) {
        Set<String> found = new HashSet<>();
        CODE_WITH_VALUES.matcher(source).results().forEach(each -> found.add(each.group(1)));
        return found;
    }

    @Test
    void everyExceptionIsStillOne() throws IOException {
        Set<String> written = new TreeSet<>();
        for (Path source : sources()) {
            written.addAll(codes(Files.readString(source)));
        }
        assertThat(written).containsAll(NO_CODES.keySet()).containsAll(WITHOUT_FIX);
        assertThat(BUNDLES_ELSEWHERE.keySet())
                .allSatisfy(bundle -> assertThat(Path.of("..", bundle)).isDirectory());
        Properties known = read("problems");
        assertThat(WITHOUT_FIX).allSatisfy(code -> assertThat(known).doesNotContainKey(code + ".fix"));
    }

    @Test
    void seesACodeWithoutWords() throws IOException {
        Set<String> planted = codes(
                """
                throw Problem.fatal(
                        "NOT_WORDED", "a", "b").asException();
                new Problem("UNHEARD", "a", "b", Retry.SOON);
                private static final String CODE = "OF_A_CONSTANT";
                full ? "EITHER_FULL" : "OR_BROKEN";
                refuse("FOR_A_METHOD", "a", "b");
                LOG.info("Not a CODE_AT_ALL, nor", "SHOUTED");
                """);
        assertThat(planted)
                .containsExactlyInAnyOrder(
                        "NOT_WORDED", "UNHEARD", "OF_A_CONSTANT", "EITHER_FULL", "OR_BROKEN", "FOR_A_METHOD");
        Properties none = new Properties();
        assertThat(wordless(Set.of("NOT_WORDED"), none, none)).containsExactly("NOT_WORDED.message", "NOT_WORDED.fix");
        Properties lacking = read("problems_ja");
        lacking.remove("VM_GONE.message");
        lacking.remove("VCENTER_BUSY.fix");
        assertThat(wordless(codes(), lacking, read("jobs_ja"))).containsExactly("VCENTER_BUSY.fix", "VM_GONE.message");
    }

    /**
     * The keys that are not there.
     *
     * @param jobs what the page of a job says of a server that is not as it was: that is told by its own words
     */
    private static List<String> wordless(Set<String> codes, Properties problems, Properties jobs) {
        List<String> missing = new ArrayList<>();
        for (String code : codes) {
            if (jobs.containsKey("drift.code." + code) && jobs.containsKey("drift.do." + code)) {
                continue;
            }
            if (!problems.containsKey(code + ".message")) {
                missing.add(code + ".message");
            }
            // what is well needs none
            boolean mended = WITHOUT_FIX.contains(code) || code.startsWith("HEALTH_");
            if (!problems.containsKey(code + ".fix") && !mended) {
                missing.add(code + ".fix");
            }
        }
        return missing;
    }

    private static Set<String> codes() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path source : sources()) {
            if (!BUNDLES_ELSEWHERE.containsKey(source.getName(1).toString())) {
                found.addAll(codes(Files.readString(source)));
            }
        }
        found.removeAll(NO_CODES.keySet());
        return found;
    }

    private static Set<String> codes(String source) {
        Set<String> found = new HashSet<>();
        CODE.matcher(source).results().forEach(each -> found.add(each.group(1)));
        CODE_OF_ONE_WORD.matcher(source).results().forEach(each -> found.add(each.group(1)));
        return found;
    }

    /** The sources that are shipped, as {@code ../BUNDLE/src/main/java/…}. */
    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> bundles = Files.list(Path.of(".."))) {
            for (Path bundle : bundles.toList()) {
                Path shipped = bundle.resolve("src/main/java");
                if (Files.isDirectory(shipped)) {
                    try (Stream<Path> files = Files.walk(shipped)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    private static Properties read(String file) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(MESSAGES.resolve(file + ".properties"))) {
            texts.load(reader);
        }
        return texts;
    }
}
