package io.github.migrationconnector.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Path;

/** The violations that this module's tests carry, each in a package {@code …planted}. */
final class Planted {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> location.contains("/planted/"))
            .importPath(Path.of("target", "test-classes"));

    private Planted() {}

    /** What a rule says about the planted classes. */
    static String violations(ArchRule rule) {
        EvaluationResult result = rule.evaluate(CLASSES);
        return result.getFailureReport().toString();
    }
}
